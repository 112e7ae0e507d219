import { Segmented } from 'antd'
import { useMe } from '#ui/me.ts'
import { Link, useSearch } from '#ui/nav.tsx'
import { Page as PageFrame } from '#ui/Page.tsx'
import { LimitList } from './LimitList.tsx'
import { OrgFirst, OrgPicker, useOrg } from './OrgPicker.tsx'
import { StockList } from './StockList.tsx'
import { StockSummary } from './StockSummary.tsx'

const views = [
  { value: 'summary', label: '按品种' },
  { value: 'list', label: '按储位与批号' },
  { value: 'limits', label: '限量与补货' },
]
const detailed = [
  'q',
  'tier',
  'kind',
  'item',
  'drugClass',
  'days',
  'drugId',
  'accountId',
  'sort',
  'state',
  'placeId',
]

/** 库存: what we have, always with the account that it is in. */
export function Page() {
  const me = useMe()
  const [search, change] = useSearch()
  const { org, missing } = useOrg()
  // A filter in the address means that somebody followed a figure to its lines.
  const view = search['view'] ?? (detailed.some((key) => search[key]) ? 'list' : 'summary')
  const clear = Object.fromEntries(detailed.map((key) => [key, undefined]))
  return (
    <PageFrame
      fit
      title="库存"
      scope={
        me.org.kind === 'authority'
          ? '只读，数量都带所在的储位或人'
          : '账面数，都带所在的储位或人；在途、在手也在内'
      }
      actions={
        <>
          <OrgPicker />
          <Segmented
            options={views}
            value={view}
            onChange={(to) => change({ ...clear, page: undefined, view: to })}
          />
          <Link to={`/ledger${org === undefined ? '' : `?org=${org}`}`}>专用账册</Link>
        </>
      }
    >
      <OrgFirst missing={missing}>
        {view === 'summary' && <StockSummary org={org} />}
        {view === 'list' && <StockList org={org} />}
        {view === 'limits' && <LimitList org={org} />}
      </OrgFirst>
    </PageFrame>
  )
}
