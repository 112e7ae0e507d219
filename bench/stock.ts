import { newAct, type Actor } from '#core/actor.ts'
import { record } from '#core/audit/record.ts'
import { classify } from '#core/codes/code.ts'
import type { Db, Tx } from '#core/db.ts'
import { permissions, type Permission } from '#core/identity/permissions.ts'
import { openAccount, sink } from '#core/ledger/accounts.ts'
import { lotOf, registerCodes } from '#core/ledger/codes.ts'
import { post } from '#core/ledger/post.ts'
import { assert } from '#core/refusal.ts'

/** Stock for the benchmarks, through the ledger's own door, so that the books agree afterwards too. */
export interface Hand {
  readonly issueId: number
  readonly holder: string
  readonly codes: readonly string[]
}

export interface Base {
  readonly orgId: number
  readonly vault: number
  readonly supplier: number
  readonly locationId: number
  readonly drugId: number
  readonly contentPerUnit: number
  /** The product part of its boxes of ten. */
  readonly boxPrefix: string
  readonly supplierId: number
  /** The organisation's account of what was opened. */
  readonly opened: number
}

/** The demonstration hospital's vault, a supplier and 芬太尼. */
export async function baseOf(db: Db): Promise<Base> {
  const [org] = await db.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.org where code = 'lushan'`,
  )
  assert(org, 'the demonstration hospital is there')
  return db.asOrg(org.id, async (tx) => {
    const [row] = await tx<Omit<Base, 'orgId' | 'opened'>[]>`
      select l.account_id as vault, l.id as location_id, s.id as supplier_id, s.account_id as supplier, d.id as drug_id, d.content_per_unit,
        i.key as box_prefix
      from place.location l, partner.supplier s, ledger.drug d join catalogue.identifier i on i.org_id = d.org_id and i.drug_id = d.id
      where l.org_id = ${org.id} and l.code = 'A01' and s.org_id = ${org.id} and d.org_id = ${org.id} and d.container = '空安瓿'
        and d.content_per_unit > 1 and i.level = 1 and i.units = 10 and length(i.key) = 7
      order by s.id, d.id limit 1`
    assert(row, 'vault, supplier and drug are there')
    const opened = await sink(tx, { orgId: org.id, at: new Date().toISOString() }, 'opened')
    return { orgId: org.id, ...row, opened: opened.id }
  })
}

/** A made-up 20-digit code of the bench: 7 digits of product, 13 of serial. */
export const benchCode = (n: number): string => `8190236${String(n).padStart(13, '0')}`

async function actorOf(tx: Tx, orgId: number, account: string, witness: string, at: string): Promise<Actor> {
  const people = await tx<{ id: number; account: string; name: string; title: string }[]>`
    select id, account, name, title from identity.app_user where org_id = ${orgId} and account in (${account}, ${witness})`
  const [me, second] = [account, witness].map((a) => people.find((p) => p.account === a))
  assert(me && second, `${account} and ${witness} are there`)
  const [event] = await tx<{ id: number }[]>`select nextval('audit.event_id') as id`
  return {
    orgId,
    userId: me.id,
    name: me.name,
    title: me.title,
    permissions: new Set(Object.keys(permissions) as Permission[]),
    witness: { userId: second.id, name: second.name, title: second.title },
    at,
    eventId: event?.id ?? 0,
    act: newAct(),
  }
}

const perHand = 100

/** Puts `units` coded ampoules into people's hands, a hundred for each case. */
export async function putInHands(
  db: Db,
  base: Base,
  holders: readonly string[],
  units: number,
  first: number,
): Promise<Hand[]> {
  const hands: Hand[] = []
  for (let done = 0; done < units; done += perHand) {
    const holder = holders[(done / perHand) % holders.length] ?? ''
    const codes = Array.from({ length: perHand }, (_, i) => benchCode(first + done + i))
    const issueId = await db.asOrg(base.orgId, (tx) => oneHand(tx, base, holder, codes))
    hands.push({ issueId, holder, codes })
  }
  return hands
}

async function oneHand(tx: Tx, base: Base, holder: string, codes: readonly string[]): Promise<number> {
  const at = new Date().toISOString()
  const actor = await actorOf(tx, base.orgId, 'wangxuemei@lushan', 'lizhenhua@lushan', at)
  const lotId = await lotOf(tx, actor, { drugId: base.drugId, lotNo: 'BENCH01', expiry: '2099-12-31' })
  await registerCodes(
    tx,
    actor,
    codes.map((c) => ({ code: classify(c), drugId: base.drugId, lotId, units: 1 })),
  )
  const [person] = await tx<
    { id: number; name: string }[]
  >`select id, name from identity.app_user where account = ${holder}`
  assert(person, `${holder} is there`)
  const custody = await openAccount(tx, actor, {
    kind: 'custody',
    title: `${person.name} 领用账户`,
    holderId: person.id,
    dueAt: at,
  })
  const no = `BENCH-${codes[0]}`
  const [issue] = await tx<{ id: number }[]>`
    insert into issue.issue (org_id, no, kind, ref_no, title, location_id, patient_name, patient_sex, patient_age, record_no, diagnosis,
      doctor_id, holder_id, account_id, issued_by, checked_by, issued_at, due_at)
    values (${base.orgId}, ${no}, 'surgery', ${no}, '测速', ${base.locationId}, '测', '女', 40, '0', '测速', ${person.id}, ${person.id}, ${custody.id},
      ${actor.userId}, ${actor.witness?.userId ?? 0}, ${at}, ${at}) returning id`
  assert(issue, 'an inserted issue has a number')
  const lines = (from: number, to: number) =>
    codes.map((code) => ({
      item: 'intact' as const,
      drugId: base.drugId,
      lotId,
      code,
      from,
      to,
      quantity: 1,
    }))
  const cause = { kind: 'bench', id: issue.id, no }
  await post(tx, actor, { kind: 'receive', cause, lines: lines(base.supplier, base.vault) })
  await post(tx, actor, { kind: 'issue', cause, lines: lines(base.vault, custody.id) })
  actor.act.subject = cause
  record(tx, actor, 'bench.stock')
  return issue.id
}
