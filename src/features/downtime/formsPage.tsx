import { PrinterOutlined } from '@ant-design/icons'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useMe } from '#ui/me.ts'
import { useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PrintSheet } from '#ui/PrintSheet.tsx'
import { useCall } from '#ui/query.ts'
import { SheetFacts, SheetTable } from '#ui/SheetParts.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { listBooks, type Book } from './contract.ts'
import { formText } from './rules.ts'

const head = [
  '行',
  '时间',
  '患者、病历号',
  '药品、规格',
  '批号、码',
  '取用',
  '给药',
  '弃去',
  '空安瓿',
  '经办',
  '见证',
]
const rowsOnASheet = 8

/** The blank sheets of one book, a page each: what is written by hand while nothing works. */
export function Page() {
  const me = useMe()
  const { id } = useParams()
  const query = useCall(listBooks, {})
  const of = query.data?.rows.find((b) => b.bookId === Number(id))
  const crumb = [{ title: '停机补录', to: '/downtimes?tab=forms' }, { title: '应急单' }]
  if (!of)
    return (
      <Frame title="应急单" crumb={crumb}>
        {query.error ? <ErrorState error={query.error} retry={query.refetch} /> : <SkeletonRows rows={4} />}
      </Frame>
    )
  const numbers = Array.from({ length: of.lastNo - of.firstNo + 1 }, (_, i) =>
    formText(of.prefix, of.firstNo + i),
  )
  return (
    <Frame
      title="应急单"
      crumb={crumb}
      no={`${numbers[0] ?? ''} – ${numbers.at(-1) ?? ''}`}
      actions={
        <ActButton kind="filled" k="Ctrl+P" icon={<PrinterOutlined />} onClick={() => window.print()}>
          打印 {numbers.length} 张
        </ActButton>
      }
    >
      <Notice tone="grey">
        每张一页，{rowsOnASheet} 行；从最小编号开始使用，写错的作废不撕毁，用过的拍照登记
      </Notice>
      <Card title="样张" scope={`${of.place}，领取人 ${of.givenTo}`} flush>
        <div className="z-table-wrap">
          <Sample />
        </div>
      </Card>
      <PrintSheet
        org={me.org.name}
        title="麻醉药品、精神药品停机应急单"
        no=""
        copies={numbers}
        apart
        signs={['经办人', '见证人', '补录人', '补录日期']}
      >
        <Facts of={of} />
        <Lines />
      </PrintSheet>
    </Frame>
  )
}

const Facts = ({ of }: { of: Book }) => (
  <SheetFacts
    items={[
      ['储位', of.place],
      ['停机单号', ''],
      ['停机开始', ''],
      ['恢复', ''],
    ]}
  />
)

/** On screen as on paper: the columns and the empty lines. */
const Sample = () => (
  <table className="z-table">
    <thead>
      <tr>
        {head.map((h) => (
          <th key={h}>{h}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {Array.from({ length: rowsOnASheet }, (_, i) => (
        <tr key={i}>
          <td>{i + 1}</td>
          <td colSpan={head.length - 1} />
        </tr>
      ))}
    </tbody>
  </table>
)

const Lines = () => (
  <SheetTable
    head={head}
    rows={Array.from({ length: rowsOnASheet }, (_, i) => [`${i + 1}`, ...head.slice(1).map(() => '\u3000')])}
  />
)
