import { ErrorState } from '#ui/ErrorState.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { readReceipt } from './contract.ts'
import { ReceiptDocument } from './ReceiptDocument.tsx'
import { Station } from './Station.tsx'

const crumb = [{ title: '收货验收', to: '/receipts' }, { title: '入库' }]
/** The other person may be scanning at another desk. */
const every = 5_000

/** One receipt: a station while it is counted by those who may, a document for everybody else and afterwards. */
export function Page() {
  const id = Number(useParams()['id'])
  const me = useMe()
  const mayWork = useMay('receipt.work')
  const read = useCall(readReceipt, { id }, { refetchInterval: every })
  const receipt = read.data
  if (read.error && !receipt) {
    return (
      <Frame title="收货单" crumb={crumb}>
        <ErrorState error={read.error} title="没有读到收货单" retry={read.refetch} />
      </Frame>
    )
  }
  if (!receipt) {
    return (
      <Frame title="收货单" crumb={crumb}>
        <SkeletonRows rows={12} />
      </Frame>
    )
  }
  const mine = mayWork && receipt.orgId === me.org.orgId
  return receipt.state === 'counting' && mine ? (
    <Station key={id} receipt={receipt} />
  ) : (
    <ReceiptDocument receipt={receipt} />
  )
}
