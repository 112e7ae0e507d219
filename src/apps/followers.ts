import { follow, type Follower, type Following } from '#core/follow.ts'
import { daysFollower } from '#core/ledger/daily.ts'
import { alertsFollower } from '#features/alerts/follower.ts'
import type { Platform } from './platform.ts'

/** What reacts to events. A new feature adds its follower here. */
export const allFollowers: Follower[] = [alertsFollower, daysFollower]

export function startFollowers(
  platform: Pick<Platform, 'db' | 'auditor'>,
  onError: (error: unknown) => void,
): Following[] {
  return allFollowers.map((follower) => {
    const following = follow(platform.db, platform.auditor, follower)
    following.start(1_000, onError)
    return following
  })
}
