import { readHome, type Home, type TodoKind } from '#features/home/contract.ts'
import { useCall } from '#ui/query.ts'
import { useMe } from '#ui/me.ts'
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

/** An authority's desk shows its own figures; its menu has no counts yet. */
export function useBadges(): Badges {
  const institution = useMe().org.kind === 'institution'
  const { data } = useCall(readHome, institution ? {} : undefined, { refetchInterval: 60_000 })
  return data ? badgesOf(data) : {}
}
