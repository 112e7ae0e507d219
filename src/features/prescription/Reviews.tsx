import { Card } from '#ui/Card.tsx'
import { FactList } from '#ui/FactList.tsx'
import { useMay } from '#ui/me.ts'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { addReview, type LongTermDetail } from './longTermContract.ts'

/** 复诊: the newest first, and the form for the next one. */
export function Reviews({ of: r }: { of: LongTermDetail }) {
  const may = useMay('prescription.write')
  const act = useAct(addReview, { onDone: () => toast('复诊已登记') })
  return (
    <Card title="复诊" scope={`${r.reviews.length} 次`} grow>
      <div className="rx-reviews">
        {may && r.state !== 'closed' && (
          <SchemaForm
            key={r.reviews.length}
            schema={addReview.input}
            hide={['id']}
            initial={{ id: r.id }}
            submit="登记复诊"
            columns={2}
            busy={act.busy}
            {...(act.refused ? { refused: act.refused } : {})}
            onSubmit={(v) => act.run({ ...v, id: r.id })}
          />
        )}
        {r.reviews.map((v) => (
          <FactList
            key={v.id}
            items={[
              { label: v.reviewedOn, value: `${v.doctor}，疼痛评分 ${v.painScore}` },
              { label: '病情评估', value: v.note },
            ]}
          />
        ))}
        {r.reviews.length === 0 && <span className="z-caption">首诊以后还没有复诊，期限 {r.reviewDue}</span>}
      </div>
    </Card>
  )
}
