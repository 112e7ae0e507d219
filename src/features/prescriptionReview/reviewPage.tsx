import { useState } from 'react'
import { classTitle } from '#core/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Column as Stack, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText, shortInstant, unitText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Progress } from '#ui/Progress.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { addItem, readReview, type ItemRow, type ReviewDetail } from './contract.ts'
import { ProofCard } from './ProofCard.tsx'
import { ItemTag, SourceTag, VerdictTag } from './words.tsx'
import './prescriptionReview.css'

const columns: readonly Column<ItemRow>[] = [
  { key: 'rank', title: '来源', width: 76, render: (r) => <SourceTag of={r} /> },
  { key: 'rxNo', title: '处方编号', width: 138, render: (r) => <span className="z-code">{r.rxNo}</span> },
  { key: 'writtenAt', title: '开具', width: 96, text: (r) => shortInstant(r.writtenAt) },
  { key: 'prescriber', title: '医师', width: 68 },
  { key: 'drugs', title: '药品', text: (r) => unitText(r.drugs) },
  {
    key: 'opinion',
    title: '点评意见',
    width: 110,
    render: (r) => (r.opinion && r.state !== 'final' ? <VerdictTag of={r.opinion} /> : null),
  },
  { key: 'state', title: '状态', width: 176, render: (r) => <ItemTag of={r} /> },
]

/** One draw: what it chose from, what it chose, and how far people are with it. */
export function Page() {
  const { id } = useParams()
  const query = useCall(readReview, { id: Number(id) }, { refetchInterval: 30_000 })
  const of = query.data
  return (
    <Frame
      fit
      title="点评批次"
      crumb={[{ title: '处方点评', to: '/prescription-reviews' }, { title: of?.no ?? '打开中' }]}
      {...(of ? { no: of.no, facts: factsOf(of) } : {})}
    >
      {query.error && !of ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !of ? (
        <SkeletonRows rows={8} />
      ) : (
        <Columns widths="minmax(0, 1fr) 360px">
          <Stack>
            <Card title="处方" scope={`抽中 ${of.drawnCount} 张，加入 ${of.addedCount} 张`} flush grow>
              <PlainTable
                columns={columns}
                rows={of.items}
                rowKey={(r) => r.itemId}
                onOpen={(r) => go(`/prescription-review-items/${r.itemId}`)}
              />
            </Card>
          </Stack>
          <Stack>
            <RangeCard of={of} />
            <ProofCard of={of} />
            <AddCard of={of} />
          </Stack>
        </Columns>
      )}
    </Frame>
  )
}

const factsOf = (of: ReviewDetail) => [
  { label: '开具时段', value: `${of.periodFrom} 至 ${of.periodTo}` },
  { label: '抽取', value: `${of.drawnBy} ${instantText(of.drawnAt)}` },
  {
    label: '已定',
    value: <Progress done={of.finalCount} total={of.drawnCount + of.addedCount} unit="张" bar={false} />,
  },
]

function RangeCard({ of }: { of: ReviewDetail }) {
  const list = (names: readonly string[], all: string) => (names.length > 0 ? names.join('、') : all)
  return (
    <Card title="抽样范围" scope={`${of.frameCount} 张`}>
      <FactList
        items={[
          {
            label: '分类',
            value: list(
              of.classes.map((c) => classTitle[c]),
              '麻、精全部',
            ),
          },
          { label: '科室', value: list(of.departments, '全院') },
          { label: '医师', value: list(of.prescribers, '全部') },
          { label: '抽取', value: of.measure === 'count' ? `${of.size} 张` : `${of.size}%` },
        ]}
      />
    </Card>
  )
}

/** A single one beside the draw: a complaint, an alert. It stays marked. */
function AddCard({ of }: { of: ReviewDetail }) {
  const may = useMay('prescriptionReview.draw')
  const [open, setOpen] = useState(false)
  const act = useAct(addItem, {
    onDone: () => {
      toast('已加入，标为“加入”')
      setOpen(false)
    },
  })
  if (!may) return null
  return (
    <Card title="加入处方" scope="不经抽取，须写明原因">
      {open ? (
        <SchemaForm
          schema={addItem.input}
          initial={{ id: of.reviewId }}
          hide={['id']}
          columns={1}
          submit="加入点评"
          busy={act.busy}
          refused={act.refused}
          onSubmit={act.run}
        />
      ) : (
        <ActButton wide onClick={() => setOpen(true)}>
          加入一张处方
        </ActButton>
      )}
    </Card>
  )
}
