import { Card } from '#ui/Card.tsx'
import { deadlineText } from '#ui/format.ts'
import { Link } from '#ui/nav.tsx'
import { useNow } from '#ui/useNow.ts'
import type { HandoverDetail } from './contract.ts'

const shown = 4

/** 在手未结: what the next shift takes over with the cabinet. */
export function Hands({ of, waiting }: { of: HandoverDetail['hands']; waiting: number | null }) {
  const now = useNow()
  const first = of[0]
  const prescriptions = waiting === null ? undefined : `待取药处方 ${waiting} 张`
  if (!first)
    return (
      <Card
        title="在手未结"
        scope="没有"
        extra={prescriptions && <span className="z-caption">{prescriptions}</span>}
      />
    )
  const what = (h: (typeof of)[number]) =>
    [
      h.intact > 0 && `整支 ${h.intact}`,
      h.contents > 0 && `药液 ${h.contents} 支`,
      h.containers > 0 && `欠空容器 ${h.containers}`,
    ]
      .filter(Boolean)
      .join('，')
  return (
    <Card
      title="在手未结"
      scope={`${of.length} 单`}
      extra={prescriptions && <span className="z-caption">{prescriptions}</span>}
    >
      <ul className="ho-hands">
        {of.slice(0, shown).map((h) => (
          <li key={h.issueId}>
            <Link to={`/issues/${h.issueId}`}>{h.issueNo}</Link>
            <span>{h.holder}</span>
            <span className="ho-what">{what(h)}</span>
            <span className="z-caption">{deadlineText(h.dueAt, now)}</span>
          </li>
        ))}
        {of.length > shown && <li className="z-caption">另有 {of.length - shown} 单</li>}
      </ul>
    </Card>
  )
}
