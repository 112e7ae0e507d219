import { readHome, type Home, type TodoKind } from '#features/home/contract.ts'
import { listApplications } from '#features/onboarding/contract.ts'
import { useCall } from '#ui/query.ts'
import { useMay, useMe } from '#ui/me.ts'
import type { Badges } from './Menu.tsx'

const pathOf: Partial<Record<TodoKind, string>> = {
  receipt: '/receipts',
  requisition: '/requisitions',
  transfer: '/requisitions',
  containers: '/recovery',
  handover: '/handovers',
  settle: '/handovers',
  shift: '/handovers',
  baseStock: '/base-stock',
  monthCheck: '/base-stock',
  expired: '/quarantine',
  writeOff: '/write-offs',
  incident: '/incidents',
  borrowing: '/borrowings',
  purchaseCard: '/seal-cards',
  purchasePlan: '/purchase-plans',
}

/** Counts beside menu items: red where a person is needed now, amber for what waits for somebody (SCREENS §4). */
export function badgesOf(home: Home): Badges {
  const badges: Record<string, { count: number; tone: 'red' | 'amber' | 'plain' }> = {}
  for (const todo of home.todos) {
    const path = pathOf[todo.kind]
    if (path) badges[path] = { count: (badges[path]?.count ?? 0) + 1, tone: 'amber' }
  }
  const overdue = home.loops?.overdue.length ?? 0
  if (overdue > 0) badges['/surgeries'] = { count: overdue, tone: 'red' }
  return badges
}

const often = { refetchInterval: 60_000 }

/** An authority's desk shows its own figures; its menu counts the applications that wait. */
export function useBadges(): Badges {
  const institution = useMe().org.kind === 'institution'
  const reviews = useMay('onboarding.review') && !institution
  const home = useCall(readHome, institution ? {} : undefined, often).data
  const waiting = useCall(
    listApplications,
    reviews ? { state: 'submitted', pageSize: 1 } : undefined,
    often,
  ).data
  if (home) return badgesOf(home)
  return waiting?.total ? { '/applications': { count: waiting.total, tone: 'amber' } } : {}
}
