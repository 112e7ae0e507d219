import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { peopleOf, personById, rolesOf, type PersonRow } from '#core/identity/people.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listRoles, listStaff, readStaff } from './contract.ts'
import { daysLater, nearExpiryDays, qualificationOn, stayOn } from './rules.ts'

function withStates(person: PersonRow, day: string) {
  return {
    ...person,
    qualifications: person.qualifications.map((q) => ({ ...q, state: qualificationOn(q, day) })),
    stays: person.stays.map((s) => ({ ...s, state: stayOn(s, day) })),
  }
}

async function list(tx: Tx, actor: Actor, { qualification, ...input }: InputOf<typeof listStaff>) {
  const day = dayOf(actor.at)
  const near = { from: day, to: daysLater(day, nearExpiryDays) }
  const past = { from: null, to: daysLater(day, -1) }
  const ends = qualification && (qualification === 'expired' ? past : near)
  const { rows, total } = await peopleOf(tx, { ...input, ends })
  return { rows: rows.map((row) => withStates(row, day)), total }
}

async function read(tx: Tx, actor: Actor, input: InputOf<typeof readStaff>) {
  const person = await personById(tx, input.id)
  if (!person) throw new Refusal('NOT_FOUND')
  return withStates(person, dayOf(actor.at))
}

export const staffQueries: Route[] = [
  on(listStaff, list),
  on(readStaff, read),
  on(listRoles, async (tx, _actor, input) => ({ rows: await rolesOf(tx, input.org) })),
]
