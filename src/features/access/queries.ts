import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { accountTitles } from '#core/identity/assignments.ts'
import { qualifications, type Qualification } from '#core/identity/permissions.ts'
import { scopeWords } from '#core/identity/rules.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listChanges, listGrants, listRoleBook, readPersonAccess } from './contract.ts'
import { explain, grantStateOn, termOn } from './rules.ts'
import { assignmentsOf, changeRows, grantRows, roleBook, somebody, termsOf } from './store.ts'

async function grants(tx: Tx, actor: Actor, input: InputOf<typeof listGrants>) {
  const { rows, total } = await grantRows(tx, actor.at, input)
  const orgId = rows[0]?.orgId ?? actor.orgId
  const titles = await accountTitles(
    tx,
    orgId,
    rows.flatMap((r) => r.accounts),
  )
  return {
    rows: rows.map(({ orgId: _, classes, accounts, ...row }) => ({
      ...row,
      scope: scopeWords({ classes, accounts }, titles),
      state: grantStateOn(row, actor.at),
    })),
    total,
  }
}

/** As people read it here: 2026-11-25 08:00. */
const localMinute = (instant: string) =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

async function access(tx: Tx, actor: Actor, input: InputOf<typeof readPersonAccess>) {
  const who = await somebody(tx, input.userId)
  if (!who) throw new Refusal('NOT_FOUND')
  const [assignments, terms] = [await assignmentsOf(tx, who, actor.at), await termsOf(tx, who)]
  const titles = await accountTitles(
    tx,
    who.orgId,
    assignments.flatMap((a) => a.accounts),
  )
  const day = dayOf(actor.at)
  const disabled = who.disabledAt !== null
  return {
    ...who,
    assignments: assignments.map((a) => ({
      role: a.code,
      name: a.name,
      classes: [...a.classes],
      accounts: [...a.accounts],
      scope: scopeWords(a, titles),
      until: a.until,
    })),
    qualifications: (Object.keys(qualifications) as Qualification[]).map((type) => ({
      type,
      ...termOn(type, terms, day),
    })),
    nodes: explain({ assignments, terms, disabled, day, titles, untilWords: localMinute }),
  }
}

export const accessQueries: Route[] = [
  on(listRoleBook, async (tx, _actor, input) => ({ rows: await roleBook(tx, input.org) })),
  on(listGrants, grants),
  on(listChanges, (tx, _actor, input) => changeRows(tx, input)),
  on(readPersonAccess, access),
]
