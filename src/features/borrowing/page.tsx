import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Sums } from '#ui/Sums.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { filingHours, listLoans, loanDirectionTitle, loanStateTitle, type LoanRow } from './contract.ts'
import { FilingTag, isUnfiled, LoanTag } from './words.tsx'

const options = <K extends string>(titles: Record<K, string>) =>
  (Object.keys(titles) as K[]).map((value) => ({ value, text: titles[value] }))

const columns: readonly Column<LoanRow>[] = [
  { key: 'no', title: '借用单', width: 140 },
  { key: 'direction', title: '方向', width: 60, text: (r) => loanDirectionTitle[r.direction] },
  { key: 'partner', title: '对方', width: 165 },
  { key: 'drugs', title: '药品' },
  {
    key: 'units',
    title: '数量',
    width: 100,
    align: 'right',
    render: (r) => <Sums of={r.sums} />,
    exportText: (r) => sumText(r.sums),
  },
  { key: 'reason', title: '原因', width: 130, hidden: true },
  {
    key: 'borrowedAt',
    title: '时间',
    width: 110,
    render: (r) => shortInstant(r.borrowedAt),
    exportText: (r) => instantText(r.borrowedAt),
  },
  { key: 'returnOn', title: '约定归还', width: 100, text: (r) => r.returnOn ?? '' },
  {
    key: 'state',
    title: '归还',
    width: 140,
    render: (r) => <LoanTag of={r} />,
    exportText: (r) => loanStateTitle[r.state],
  },
  {
    key: 'filed',
    title: '备案',
    width: 190,
    render: (r) => <FilingTag of={r} />,
    exportText: (r) => r.filed,
  },
]

/** 紧急借用: in and out, what is still owed, what is still to be filed. */
export function Page() {
  const may = useMay('borrowing.work')
  const [search] = useSearch()
  const input = search['org'] ? { org: Number(search['org']) } : {}
  return (
    <Frame
      fit
      title="紧急借用"
      scope={`抢救急需、本院不能满足时才可借用，${filingHours} 小时内向市药监、市卫健备案（条例第四十二条）`}
      actions={
        may && (
          <>
            <ActButton onClick={() => go('/borrowings/new?way=out')}>借出</ActButton>
            <ActButton kind="filled" k="F4" onClick={() => go('/borrowings/new')}>
              借入
            </ActButton>
          </>
        )
      }
    >
      <DataTable
        endpoint={listLoans}
        input={input}
        columns={columns}
        rowKey={(r) => r.id}
        search="单号、对方、药品"
        filters={[
          { key: 'direction', title: '借入和借出', options: options(loanDirectionTitle) },
          { key: 'state', title: '全部状态', options: options(loanStateTitle) },
        ]}
        tone={(r) => (isUnfiled(r) && Date.parse(r.filingDueAt) < Date.now() ? 'red' : undefined)}
        onOpen={(r) => go(`/borrowings/${r.id}`)}
        exportName="紧急借用"
        empty="没有紧急借用"
        emptyText="按 F4 登记借入"
      />
    </Frame>
  )
}
