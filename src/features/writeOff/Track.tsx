import { Card } from '#ui/Card.tsx'
import { DeadlineTrack } from '#ui/DeadlineTrack.tsx'
import { deadlineText, shortInstant } from '#ui/format.ts'
import type { WriteOffDetail } from './contract.ts'
import { stepsOf } from './steps.ts'

/** The five steps, the current one with the time that is left. */
export function Track({ of }: { of: WriteOffDetail }) {
  const steps = stepsOf({
    state: of.state,
    createdAt: of.createdAt,
    sentAt: of.sentAt,
    dueAt: of.dueAt,
    acceptedAt: of.acceptance?.at ?? null,
    attendedAt: of.attendance?.arrivedAt ?? null,
    destroyedAt: of.destruction?.at ?? null,
    now: of.now,
  })
  return (
    <Card>
      <DeadlineTrack
        steps={steps.map((s) => ({
          title: s.title,
          state: s.state,
          at: s.at
            ? shortInstant(s.at)
            : s.due && s.state !== 'ahead'
              ? deadlineText(s.due)
              : s.state === 'current'
                ? '现在'
                : '',
        }))}
      />
    </Card>
  )
}
