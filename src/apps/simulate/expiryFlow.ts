import { listCodes, listDue, moveToQuarantine, type DueRow } from '#features/quarantine/contract.ts'
import type { Flow } from './agenda.ts'
import { supplyMistakes } from './distributions.ts'
import { secret, type Person } from './people.ts'
import type { Random } from './random.ts'
import { signedBy, type Site } from './site.ts'

export interface ExpiryRound {
  readonly keepers: readonly [Person, Person]
  readonly random: Random
}

const dayMs = 86_400_000

/** 过期移入待查: what expired over night goes into the red box before two people. Now and then somebody forgets for days. */
export async function* expiryFlow(site: Site, { keepers, random }: ExpiryRound): Flow {
  const [keeper, second] = keepers
  const rows = await expired(site, keeper)
  if (rows.length === 0) return
  if (random.chance(supplyMistakes.expiredLeft)) {
    for (const row of rows) left(site, keeper, row)
    yield site.now().getTime() + random.int(1, 4) * dayMs
  }
  for (const row of await expired(site, keeper)) await boxed(site, keeper, second, row)
}

async function expired(site: Site, keeper: Person): Promise<DueRow[]> {
  const client = await site.as(keeper)
  return (await client.call(listDue, { days: 0, pageSize: 200 })).rows.filter((r) => r.expired)
}

async function boxed(site: Site, keeper: Person, second: Person, row: DueRow): Promise<void> {
  const client = await site.as(keeper)
  const { rows } = await client.call(listCodes, { accountId: row.accountId, lotId: row.lotId })
  const picks = rows.map(({ code, units }) => ({ code, units }))
  if (picks.length === 0) return
  const from = { locationId: row.locationId, boxLocationId: site.place('A09') }
  const why = { reasonKind: 'expired', reason: '效期已过，移入待查' } as const
  await client.call(moveToQuarantine, { ...from, ...why, picks }, signedBy(second, secret))
}

function left(site: Site, keeper: Person, row: DueRow): void {
  site.truth.supply({
    kind: 'mistake',
    code: 'expiredLeft',
    account: keeper.account,
    at: site.now().toISOString(),
    documentNo: row.lotNo,
    drug: row.name,
    units: row.units,
    movementId: null,
  })
}
