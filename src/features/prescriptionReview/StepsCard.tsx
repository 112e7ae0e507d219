import { Card } from '#ui/Card.tsx'
import { Timeline } from '#ui/Timeline.tsx'
import { useCodes } from './CodeBoxes.tsx'
import { stepTitle, type Step } from './contract.ts'
import { VerdictTag } from './words.tsx'

/** Everything that was said of it, oldest first. */
export function StepsCard({ steps }: { steps: readonly Step[] }) {
  return (
    <Card title="经过" scope={steps.length > 0 ? `${steps.length} 步` : '还没有人点评'} grow>
      <Steps steps={steps} />
    </Card>
  )
}

export function Steps({ steps }: { steps: readonly Step[] }) {
  const titles = new Map(useCodes().map((k) => [k.code, k.title]))
  return (
    <Timeline
      items={steps.map((s, i) => ({
        key: i,
        at: s.at,
        act: (
          <>
            {stepTitle[s.kind]} {s.verdict && <VerdictTag of={s.verdict} unjustified={s.unjustified} />}
          </>
        ),
        people: s.by,
        place: [
          ...s.codes.map((c) => `${c} ${titles.get(c) ?? ''}`),
          ...(s.remark ? [s.remark] : []),
          ...(s.stateBy ? [`请医师在 ${s.stateBy} 前说明`] : []),
        ].join('；'),
        ...(s.kind === 'return' ? { tone: 'amber' as const } : {}),
      }))}
    />
  )
}
