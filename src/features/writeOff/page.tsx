import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Sums } from '#ui/Sums.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { attendDays, listWriteOffs, writeOffState, writeOffStateTitle, type WriteOffRow } from './contract.ts'
import { isLate, WriteOffTag } from './words.tsx'

const states = writeOffState.options.map((value) => ({ value, text: writeOffStateTitle[value] }))

const columnsFor = (authority: boolean): readonly Column<WriteOffRow>[] => [
  { key: 'no', title: '报损单', width: 140 },
  ...(authority ? [{ key: 'org', title: '机构', width: 200 }] : []),
  { key: 'drugs', title: '药品' },
  {
    key: 'units',
    title: '数量',
    width: 100,
    align: 'right',
    render: (r) => <Sums of={r.sums} />,
    exportText: (r) => sumText(r.sums),
  },
  { key: 'reason', title: '原因', width: 200 },
  { key: 'createdBy', title: '申请人', width: 80 },
  {
    key: 'createdAt',
    title: '申请时间',
    width: 120,
    render: (r) => shortInstant(r.createdAt),
    exportText: (r) => instantText(r.createdAt),
  },
  ...(authority
    ? []
    : [{ key: 'authority', title: '送', width: 190, text: (r: WriteOffRow) => r.authority ?? '' }]),
  { key: 'visitOn', title: '约定到场', width: 104, text: (r) => r.visitOn ?? '' },
  {
    key: 'state',
    title: '状态',
    width: 220,
    render: (r) => <WriteOffTag of={r} />,
    exportText: (r) => writeOffStateTitle[r.state],
  },
]

/** 药品报损: a hospital's own applications; an authority's: what was sent to it. */
export function Page() {
  const authority = useMe().org.kind === 'authority'
  const may = useMay('writeOff.apply')
  const [search] = useSearch()
  const input = search['org'] ? { org: Number(search['org']) } : {}
  const apply = () => go('/write-offs/new')
  return (
    <Frame
      fit
      title={authority ? '销毁监督' : '药品报损'}
      scope={
        authority
          ? `机构送来的过期、损坏药品销毁申请，${attendDays} 日内到场监督（条例第六十一条）`
          : `过期、损坏、患者交回的整支药品：申请、批准、主管部门到场、销毁，${attendDays} 日内到场（条例第六十一条）`
      }
      actions={
        may && (
          <ActButton kind="filled" k="F4" onClick={apply}>
            申请报损
          </ActButton>
        )
      }
    >
      <DataTable
        endpoint={listWriteOffs}
        input={input}
        columns={columnsFor(authority)}
        rowKey={(r) => `${r.orgId}|${r.id}`}
        search={authority ? '单号、机构、药品' : '单号、药品、原因'}
        filters={[{ key: 'state', title: '全部状态', options: states }]}
        tone={(r) => (isLate(r) ? 'red' : undefined)}
        onOpen={(r) => go(`/write-offs/${r.id}`)}
        {...(may ? { onNew: apply } : {})}
        exportName={authority ? '销毁监督' : '药品报损'}
        empty={authority ? '没有机构送来销毁申请' : '还没有报损申请'}
        emptyText={authority ? '机构批准后的清单送到这里受理' : '先把药品移入待查，再按 F4 申请报损'}
        refetchInterval={30_000}
      />
    </Frame>
  )
}
