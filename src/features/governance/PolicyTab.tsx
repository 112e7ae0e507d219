import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { useMay } from '#ui/me.ts'
import { dateText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useCall } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { readBody } from './contract.ts'
import { listPolicies, type PolicyRow } from './policyContract.ts'
import { areas, areaTitle, reviewSoonDays, versionStateTitle } from './rules.ts'
import { VersionTag } from './words.tsx'

const readWords = (r: PolicyRow) => (r.version === null ? '' : `${r.readBy} / ${r.readers}`)

const columns = (soon: string): readonly Column<PolicyRow>[] => [
  { key: 'no', title: '编号', width: 140, render: (r) => <span className="z-code">{r.no}</span> },
  { key: 'area', title: '类别', width: 150, text: (r) => areaTitle[r.area] },
  {
    key: 'title',
    title: '名称',
    render: (r) => (
      <>
        <b style={{ fontWeight: 500 }}>{r.title}</b>{' '}
        {r.unread && <StatusTag tone="amber">本人待阅</StatusTag>}
      </>
    ),
    exportText: (r) => r.title,
  },
  {
    key: 'version',
    title: '执行版本',
    width: 90,
    text: (r) => (r.version === null ? '' : `第 ${r.version} 版`),
  },
  { key: 'effectiveOn', title: '执行日期', width: 110, text: (r) => r.effectiveOn ?? '' },
  {
    key: 'reviewOn',
    title: '复审日期',
    width: 110,
    render: (r) =>
      r.reviewOn && <span className={r.reviewOn <= soon ? 'z-tone-amber' : ''}>{r.reviewOn}</span>,
    exportText: (r) => r.reviewOn ?? '',
  },
  { key: 'read', title: '知悉', width: 90, align: 'right', text: readWords },
  {
    key: 'state',
    title: '最新一版',
    width: 100,
    render: (r) => <VersionTag of={r.state} />,
    exportText: (r) => versionStateTitle[r.state],
  },
]

/** 制度: what is in force, who has read it, and the areas for which there is none. */
export function PolicyTab({ org }: { org: number | undefined }) {
  const may = useMay('governance.write') && org === undefined
  const asked = org === undefined ? {} : { org }
  const missing = useCall(readBody, asked).data?.missingAreas ?? []
  const [soon] = useState(() => dateText(Date.now() + reviewSoonDays * 86_400_000))
  return (
    <>
      {missing.length > 0 && (
        <Notice tone="red">{`没有执行中的制度：${missing.map((a) => areaTitle[a]).join('、')}（438 号第五条）`}</Notice>
      )}
      <DataTable
        endpoint={listPolicies}
        input={asked}
        columns={columns(soon)}
        rowKey={(r) => r.policyId}
        search="名称、编号"
        filters={[
          {
            key: 'area',
            title: '全部类别',
            options: areas.map((value) => ({ value, text: areaTitle[value] })),
          },
          {
            key: 'state',
            title: '全部状态',
            options: [
              { value: 'current', text: '执行中' },
              { value: 'draft', text: '待批准' },
              { value: 'review', text: '待复审' },
              { value: 'ended', text: '已废止' },
            ],
          },
        ]}
        onOpen={(r) => go(`/policies/${r.policyId}`)}
        exportName="制度"
        empty="还没有制度"
        emptyText={may ? '按右上角起草，另一人批准后执行' : '机构批准的制度会列在这里'}
        extra={
          may && (
            <ActButton size="small" kind="filled" k="F4" onClick={() => go('/policies/new')}>
              起草制度
            </ActButton>
          )
        }
      />
    </>
  )
}
