import { dayOf } from '#core/clock.ts'
import { contains } from '#core/db.ts'
import { workingHere } from '#core/identity/people.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listPeople, readBody } from './contract.ts'
import { listPolicies, readPolicy } from './policyContract.ts'
import { missingAreas, missingSeats, reviewSoonDays } from './rules.ts'
import {
  areasInForce,
  headOf,
  policiesOf,
  readingsOf,
  seatsOf,
  targetsOf,
  textOf,
  versionsOf,
} from './store.ts'

const dayMs = 86_400_000

export const governanceQueries: Route[] = [
  on(readBody, async (tx, actor, input) => {
    const org = input.org ?? actor.orgId
    const today = dayOf(actor.at)
    const seats = await seatsOf(tx, org)
    const sitting = seats.filter((s) => s.since <= today && (s.until === null || s.until > today))
    return {
      seats,
      missing: missingSeats(sitting.map((s) => s.kind)),
      targets: await targetsOf(tx, org, input.year ?? Number(today.slice(0, 4))),
      missingAreas: missingAreas(await areasInForce(tx, org, today)),
    }
  }),

  on(listPeople, async (tx, actor) => ({ rows: [...(await workingHere(tx, actor.orgId))] })),

  on(listPolicies, async (tx, actor, input) => {
    const found = await policiesOf(tx, {
      org: input.org ?? actor.orgId,
      userId: actor.userId,
      day: dayOf(actor.at),
      soon: dayOf(new Date(Date.parse(actor.at) + reviewSoonDays * dayMs)),
      area: input.area ?? null,
      state: input.state ?? null,
      like: input.q ? contains(input.q) : null,
      limit: input.pageSize,
      offset: (input.page - 1) * input.pageSize,
    })
    return { rows: found.map(({ total: _, ...r }) => r), total: found[0]?.total ?? 0 }
  }),

  on(readPolicy, async (tx, actor, { policyId, version }) => {
    const today = dayOf(actor.at)
    const head = await headOf(tx, policyId)
    const versions = await versionsOf(tx, head, today)
    const shown = version === undefined ? versions[0] : versions.find((v) => v.version === version)
    if (!shown) throw new Refusal('NOT_FOUND')
    const [newest] = versions
    assert(newest, 'a policy has a version')
    const own = head.orgId === actor.orgId
    const people = await readingsOf(tx, { head, version: shown.version, day: today })
    const approves = own && actor.permissions.has('governance.approve')
    const mine = newest.draftedById === actor.userId
    return {
      ...head,
      versions: versions.map(({ draftedById: _, returnedAt: __, ...v }) => v),
      shown: shown.version,
      text: await textOf(tx, head, shown.version),
      people: people.map(({ userId: _, ...p }) => p),
      may: {
        read:
          own &&
          actor.permissions.has('governance.acknowledge') &&
          shown.state === 'current' &&
          !people.some((p) => p.userId === actor.userId && p.readAt !== null),
        revise:
          own &&
          head.endedOn === null &&
          newest.state !== 'draft' &&
          actor.permissions.has('governance.write'),
        approve: approves && newest.state === 'draft' && !mine,
        end: approves && head.endedOn === null && newest.state === 'current',
      },
      why: approves && newest.state === 'draft' && mine ? '起草人不能批准，请另一人办理' : null,
    }
  }),
]
