import type { Badges } from './Menu.tsx'

/** Counts beside menu items, by path. Filled once there is work to count. */
export function useBadges(): Badges {
  return {}
}
