import { DataTable, type Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { deadlineText, instantText, shortInstant, unitText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { listSamples, type SampleRow } from './contract.ts'
import { methodTitle, sampleStateTitle, type SampleState } from './rules.ts'
import { VerdictTag, verdictTitle } from './words.tsx'

const dueColumn: Column<SampleRow> = {
  key: 'testDueAt',
  title: '检测时限',
  width: 150,
  sortable: true,
  render: (r) => (
    <StatusTag tone={Date.parse(r.testDueAt) < Date.now() ? 'red' : 'amber'}>
      {deadlineText(r.testDueAt)}
    </StatusTag>
  ),
  exportText: (r) => instantText(r.testDueAt),
}
const verdictColumn: Column<SampleRow> = {
  key: 'within',
  title: '结论',
  width: 80,
  render: (r) => <VerdictTag within={r.within} />,
  exportText: (r) => verdictTitle(r.within),
}

/** The tab says the state; what is kept beside it is left to whoever asks for the column. */
const columns = (state: SampleState): readonly Column<SampleRow>[] => [
  { key: 'no', title: '样品', width: 145, sortable: true },
  {
    key: 'drug',
    title: '药品',
    render: (r) => <Drug of={r} />,
    exportText: (r) => `${r.name} ${r.spec}`,
  },
  { key: 'lotNo', title: '批号', width: 110, hidden: true },
  {
    key: 'content',
    title: '留样量',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.content} unit={unitText(r.contentUnit)} />,
    exportText: (r) => r.content,
  },
  { key: 'sealNo', title: '封签号', width: 110 },
  { key: 'storedAt', title: '存放处', width: 130 },
  { key: 'issueNo', title: '领用单', width: 150, hidden: true },
  { key: 'keptBy', title: '领用人、见证人', width: 130, text: (r) => `${r.keptBy}、${r.keptWith}` },
  {
    key: 'keptAt',
    title: '留样时间',
    width: 110,
    sortable: true,
    render: (r) => shortInstant(r.keptAt),
    exportText: (r) => instantText(r.keptAt),
  },
  { key: 'method', title: '方法', width: 90, text: (r) => methodTitle[r.method] },
  ...(state === 'toTest' ? [dueColumn] : [verdictColumn]),
  ...(state === 'case' ? [{ key: 'discrepancyNo', title: '差异', width: 150 }] : []),
]

const empty: Record<SampleState, readonly [string, string]> = {
  toTest: ['没有待检测的留样', '抽中的残余留样后出现在这里，领用人和见证人不能检测'],
  case: ['没有差异办理中的样品', '检测不符的样品留存到差异关闭'],
  toDestroy: ['没有待销毁的留样', '检测合格、差异已关闭的样品出现在这里，两人销毁'],
  done: ['还没有办结的样品', '销毁后出现在这里'],
  void: ['没有红冲的留样', ''],
}

interface Props {
  org: { org?: number }
  state: SampleState
  /** Several at once go to be destroyed. */
  destroys?: boolean
}

/** Samples of one step. */
export function SampleList({ org, state, destroys }: Props) {
  return (
    <DataTable
      key={state}
      endpoint={listSamples}
      input={{ ...org, state }}
      columns={columns(state)}
      rowKey={(r) => r.id}
      search="样品、封签、领用单、药品"
      tone={(r) => (r.state === 'toTest' && Date.parse(r.testDueAt) < Date.now() ? 'red' : undefined)}
      onOpen={(r) => go(`/assays/${r.id}`)}
      exportName={`残余抽检 ${sampleStateTitle[state]}`}
      empty={empty[state][0]}
      emptyText={empty[state][1]}
      refetchInterval={30_000}
      {...(destroys
        ? {
            selectable: true,
            batch: (rows: readonly SampleRow[]) => (
              <button
                type="button"
                className="z-link"
                onClick={() => go(`/assays/destroy?ids=${rows.map((r) => r.id).join(',')}`)}
              >
                销毁选中的 {rows.length} 份
              </button>
            ),
          }
        : {})}
    />
  )
}
