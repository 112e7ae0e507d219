import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Sums } from '#ui/Sums.tsx'
import { sumText } from '#ui/unit-sums.ts'
import {
  incidentKindTitle,
  incidentState,
  incidentStateTitle,
  listIncidents,
  type IncidentRow,
} from './contract.ts'
import { OpenPanel } from './OpenPanel.tsx'
import { IncidentTag } from './words.tsx'

const columns = (authority: boolean): readonly Column<IncidentRow>[] => [
  { key: 'no', title: '事件', width: 140 },
  ...(authority ? [{ key: 'org', title: '机构', width: 190 }] : []),
  { key: 'kind', title: '情形', width: 80, text: (r) => incidentKindTitle[r.kind] },
  { key: 'drugs', title: '药品' },
  {
    key: 'units',
    title: '数量',
    width: 100,
    align: 'right',
    render: (r) => <Sums of={r.sums} />,
    exportText: (r) => sumText(r.sums),
  },
  { key: 'foundPlace', title: '发现地点', width: 150 },
  {
    key: 'foundAt',
    title: '发现时间',
    width: 120,
    render: (r) => shortInstant(r.foundAt),
    exportText: (r) => instantText(r.foundAt),
  },
  { key: 'openedBy', title: '登记人', width: 80 },
  {
    key: 'state',
    title: '状态',
    width: 230,
    render: (r) => <IncidentTag of={r} />,
    exportText: (r) => incidentStateTitle[r.state],
  },
]

/** 丢失被盗: reported at once to three, with the evidence frozen. */
export function Page() {
  const authority = useMe().org.kind === 'authority'
  const may = useMay('incident.open')
  const [search] = useSearch()
  const [opening, setOpening] = useState(false)
  const input = search['org'] ? { org: Number(search['org']) } : {}
  return (
    <Frame
      fit
      title="丢失被盗"
      scope="被盗、被抢、丢失、骗取、冒领：立即报告公安、药监、卫健，证据自动冻结（条例第六十四条）"
      actions={
        may && (
          <ActButton kind="red" k="F4" onClick={() => setOpening(true)}>
            登记事件
          </ActButton>
        )
      }
    >
      <DataTable
        endpoint={listIncidents}
        input={input}
        columns={columns(authority)}
        rowKey={(r) => `${r.orgId}|${r.id}`}
        search="编号、药品、地点"
        filters={[
          {
            key: 'state',
            title: '全部状态',
            options: incidentState.options.map((value) => ({ value, text: incidentStateTitle[value] })),
          },
        ]}
        tone={(r) => (r.state === 'open' ? 'red' : undefined)}
        onOpen={(r) => go(`/incidents/${r.id}`)}
        exportName="丢失被盗"
        empty="没有丢失被盗事件"
        emptyText={authority ? '机构登记后立即出现在这里' : '发现药品不见了，先按 F4 登记，再查找'}
        refetchInterval={30_000}
      />
      <OpenPanel open={opening} onClose={() => setOpening(false)} />
    </Frame>
  )
}
