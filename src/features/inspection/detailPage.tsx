import { Card } from '#ui/Card.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText } from '#ui/format.ts'
import { go, useParams, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { Thumbs } from '#ui/Thumbs.tsx'
import type { Column } from '#ui/column.ts'
import { inspectionKindTitle, itemText } from './checklist.ts'
import { readInspection, type InspectionDetail } from './contract.ts'
import { OutcomeTag } from './words.tsx'

type Result = InspectionDetail['results'][number]

const columns = (org: number): readonly Column<Result>[] => [
  { key: 'item', title: '编号', width: 64, render: (r) => <span className="z-code">{r.item}</span> },
  { key: 'text', title: '检查项目', text: (r) => itemText(r.item) },
  { key: 'outcome', title: '结果', width: 90, render: (r) => <OutcomeTag of={r.outcome} /> },
  { key: 'finding', title: '发现的问题', width: 300, text: (r) => r.finding ?? '' },
  {
    key: 'photos',
    title: '照片',
    width: 160,
    render: (r) => (
      <Thumbs
        photos={r.photos.map((sha256, i) => ({ title: `${r.item} 照片 ${i + 1}`, sha256 }))}
        org={org}
      />
    ),
  },
  {
    key: 'no',
    title: '整改单',
    width: 140,
    render: (r) => r.rectification && <span className="z-code">{r.rectification.no}</span>,
  },
]

/** One inspection as it was signed; what failed leads to its rectification. */
export function Page() {
  const { id } = useParams()
  const [search] = useSearch()
  const read = useCall(readInspection, { id: Number(id) })
  const crumb = [
    { title: '管理与报送', to: `/office${search['org'] ? `?org=${search['org']}` : ''}` },
    { title: '检查记录' },
  ]
  const of = read.data
  if (!of)
    return (
      <Frame title="检查记录" crumb={crumb}>
        {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={10} />}
      </Frame>
    )
  return (
    <Frame
      fit
      title={of.no}
      crumb={crumb}
      scope={inspectionKindTitle[of.kind]}
      facts={[
        { label: '地点', value: of.places },
        { label: of.kind === 'special' ? '检查人' : '巡查人', value: of.people },
        { label: '开始', value: instantText(of.beganAt) },
        { label: '签字', value: instantText(of.signedAt) },
      ]}
    >
      <Card
        flush
        grow
        title="逐项结果"
        scope={`检查表第 ${of.listVersion} 版，${of.items} 项，不合格 ${of.failed}${of.remark ? `　备注：${of.remark}` : ''}`}
      >
        <PlainTable
          columns={columns(of.orgId)}
          rows={of.results}
          rowKey={(r) => r.item}
          tone={(r) => (r.outcome === 'fail' ? 'red' : undefined)}
          onOpen={(r) => r.rectification && go(`/rectifications/${r.rectification.caseId}`)}
        />
      </Card>
    </Frame>
  )
}
