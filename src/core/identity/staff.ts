import { dayOf } from '#core/clock.ts'
import { spell } from '#core/spelling.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { noteChange, termWords, type Changer as Who } from './changes.ts'
import { qualifications, type Qualification } from './permissions.ts'
import { heldBack, lockQualifications, visitWithin } from './qualified.ts'
import { cardHash, hashSecret, nobodysHash } from './secrets.ts'

function asRefusal(error: unknown, account?: string): never {
  const constraint = brokenConstraint(error)
  if (constraint === 'user_account') throw new Refusal('ALREADY_EXISTS', { what: '账号', value: account })
  // The number of a card is a credential; it is not repeated.
  if (constraint === 'user_card') throw new Refusal('ALREADY_EXISTS', { what: '胸卡', value: '这一张' })
  if (constraint?.includes('department_id')) throw new Refusal('NOT_FOUND')
  throw error
}

/** What follows the @ of this organisation's accounts. */
export async function accountDomain(tx: Tx, who: Who): Promise<string> {
  const [row] = await tx<{ code: string }[]>`select code from identity.org where id = ${who.orgId}`
  assert(row, 'the organisation of a session exists')
  return row.code
}

export interface Secrets {
  readonly password?: string | undefined
  readonly pin?: string | undefined
  readonly card?: string | undefined
}

export interface PersonDetails {
  readonly name: string
  readonly title: string
  readonly departmentId?: number | undefined
}

/** Refuses: ALREADY_EXISTS (account, card), NOT_FOUND (department). */
export async function insertPerson(
  tx: Tx,
  who: Who,
  p: PersonDetails & Secrets & { account: string; password: string },
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into identity.app_user (org_id, account, name, title, department_id, password_hash, card_hash, pin_hash, created_at)
    values (${who.orgId}, ${p.account}, ${p.name}, ${p.title}, ${p.departmentId ?? null}, ${await hashSecret(p.password)},
      ${p.card ? cardHash(p.card) : null}, ${p.pin ? await hashSecret(p.pin) : null}, ${who.at})
    returning id`.catch((error: unknown) => asRefusal(error, p.account))
  assert(row, 'an inserted person has a number')
  await spell(tx, who.orgId, [p.name])
  await noteChange(tx, who, { kind: 'account', userId: row.id, before: null, after: '新建账号' })
  return row.id
}

/** Refuses: NOT_FOUND (person, department). */
export async function updatePerson(tx: Tx, who: Who, id: number, p: PersonDetails): Promise<void> {
  const changed = await tx`
    update identity.app_user set name = ${p.name}, title = ${p.title}, department_id = ${p.departmentId ?? null}
    where org_id = ${who.orgId} and id = ${id}`.catch((error: unknown) => asRefusal(error))
  if (changed.count === 0) throw new Refusal('NOT_FOUND')
  await spell(tx, who.orgId, [p.name])
}

/** Replaces what is given. A new password ends the sessions that the old one opened. Refuses: NOT_FOUND, ALREADY_EXISTS. */
export async function setSecrets(
  tx: Tx,
  who: Who,
  id: number,
  secrets: Secrets,
  reason?: string,
): Promise<void> {
  const password = secrets.password ? await hashSecret(secrets.password) : null
  const pin = secrets.pin ? await hashSecret(secrets.pin) : null
  const card = secrets.card ? cardHash(secrets.card) : null
  const changed = await tx`
    update identity.app_user set password_hash = coalesce(${password}, password_hash), pin_hash = coalesce(${pin}, pin_hash),
      card_hash = coalesce(${card}, card_hash)
    where org_id = ${who.orgId} and id = ${id}`.catch((error: unknown) => asRefusal(error))
  if (changed.count === 0) throw new Refusal('NOT_FOUND')
  if (password) await endSessions(tx, who, id)
  const which = [password && '密码', pin && 'PIN', card && '胸卡'].filter(Boolean).join('、')
  await noteChange(tx, who, { kind: 'secret', userId: id, before: null, after: `重设${which}`, reason })
}

async function endSessions(tx: Tx, who: Who, id: number): Promise<void> {
  await tx`
    update identity.session set ended_at = ${who.at} where org_id = ${who.orgId} and user_id = ${id} and ended_at is null`
}

/** Disables (and signs out) or enables. True where that changed anything. Refuses: NOT_FOUND. */
export async function setDisabled(
  tx: Tx,
  who: Who,
  id: number,
  disabled: boolean,
  reason?: string,
): Promise<boolean> {
  const [row] = await tx<{ disabledAt: string | null }[]>`
    select disabled_at from identity.app_user where org_id = ${who.orgId} and id = ${id} for update`
  if (!row) throw new Refusal('NOT_FOUND')
  if ((row.disabledAt !== null) === disabled) return false
  await tx`update identity.app_user set disabled_at = ${disabled ? who.at : null} where org_id = ${who.orgId} and id = ${id}`
  if (disabled) await endSessions(tx, who, id)
  const [before, after] = disabled ? ['在用', '停用'] : ['停用', '在用']
  await noteChange(tx, who, { kind: 'account', userId: id, before, after, reason })
  return true
}

export interface NewQualification {
  readonly userId: number
  readonly type: Qualification
  readonly certificateNo?: string | undefined
  readonly validFrom: string
  readonly validTo: string
  /** What it rests on: a passed exam, a certificate from elsewhere. */
  readonly reason: string
  /** The day of this hospital's own assessment; asked for where a 进修 physician is given the right to prescribe. */
  readonly assessedOn?: string | undefined
}

/**
 * 进修 physicians prescribe on the receiving hospital's own assessment, and not beyond their stay (处方管理办法 Art 13). Says the
 * day of the assessment, or null where nobody is visiting. Refuses: QUALIFICATION_STAY, QUALIFICATION_ASSESSMENT.
 */
async function assessedFor(tx: Tx, who: Who, q: NewQualification): Promise<string | null> {
  if (q.type !== 'prescribe') return null
  const stay = await visitWithin(tx, q.userId, { from: q.validFrom, to: q.validTo })
  if (!stay) return null
  const [from, until] = [stay.validFrom, stay.validTo]
  if (q.validFrom < from || q.validTo > until) throw new Refusal('QUALIFICATION_STAY', { from, until })
  const today = dayOf(who.at)
  if (!q.assessedOn || q.assessedOn < from || q.assessedOn > today)
    throw new Refusal('QUALIFICATION_ASSESSMENT', { from, today })
  return q.assessedOn
}

/** Refuses: NOT_FOUND (person), QUALIFICATION_HELD, QUALIFICATION_STAY, QUALIFICATION_ASSESSMENT. */
export async function insertQualification(tx: Tx, who: Who, q: NewQualification): Promise<number> {
  await lockQualifications(tx, who.orgId, q.userId)
  const held = await heldBack(tx, q.userId, q.type)
  if (held) throw new Refusal('QUALIFICATION_HELD', { need: qualifications[q.type], basis: held.basis })
  const assessed = await assessedFor(tx, who, q)
  const basis = assessed === null ? 'own' : 'visiting'
  const [row] = await tx<{ id: number }[]>`
    insert into identity.qualification (org_id, user_id, type, certificate_no, valid_from, valid_to, basis, assessed_on)
    values (${who.orgId}, ${q.userId}, ${q.type}, ${q.certificateNo || null}, ${q.validFrom}, ${q.validTo}, ${basis}, ${assessed})
    returning id`.catch((error: unknown) => {
    if (brokenConstraint(error)?.includes('user_id')) throw new Refusal('NOT_FOUND')
    throw error
  })
  assert(row, 'an inserted qualification has a number')
  const after = termWords(q.type, q.validFrom, q.validTo)
  await noteChange(tx, who, {
    kind: 'qualification',
    userId: q.userId,
    before: null,
    after,
    reason: q.reason,
  })
  return row.id
}

/** The holder and kind; undefined where it was revoked before. Refuses: NOT_FOUND. */
export async function revokeQualificationRow(
  tx: Tx,
  who: Who,
  id: number,
  reason: string,
): Promise<{ userId: number; type: Qualification } | undefined> {
  const [known] = await tx<
    { userId: number; type: Qualification; validFrom: string; validTo: string; revokedAt: string | null }[]
  >`
    select user_id, type, valid_from, valid_to, revoked_at from identity.qualification where org_id = ${who.orgId} and id = ${id} for update`
  if (!known) throw new Refusal('NOT_FOUND')
  if (known.revokedAt) return undefined
  await tx`
    update identity.qualification set revoked_at = ${who.at}, revoked_reason = ${reason} where org_id = ${who.orgId} and id = ${id}`
  const before = termWords(known.type, known.validFrom, known.validTo)
  await noteChange(tx, who, {
    kind: 'qualification',
    userId: known.userId,
    before,
    after: '撤销',
    reason,
  })
  return known
}

/** What nobody can sign in with: an argon2 hash of nothing. Until somebody sets a password or a card, the account sleeps. */
const noSecret = nobodysHash

export interface PersonGiven {
  readonly account: string
  readonly name: string
  readonly title: string
  readonly departmentId: number | null
}

/** People of an import, without role and without any secret; numbers in the order given. Refuses: ALREADY_EXISTS. */
export async function insertPeople(tx: Tx, who: Who, people: readonly PersonGiven[]): Promise<number[]> {
  const made = await tx<{ id: number; account: string }[]>`
    insert into identity.app_user (org_id, account, name, title, department_id, password_hash, created_at)
    select ${who.orgId}, a, n, t, nullif(d, 0), ${noSecret}, ${who.at}::timestamptz
    from unnest(${people.map((p) => p.account)}::text[], ${people.map((p) => p.name)}::text[],
      ${people.map((p) => p.title)}::text[], ${people.map((p) => p.departmentId ?? 0)}::bigint[]) as g (a, n, t, d)
    returning id, account`.catch((error: unknown) => asRefusal(error, '其中一个'))
  await spell(
    tx,
    who.orgId,
    people.map((p) => p.name),
  )
  const ids = new Map(made.map((m) => [m.account, m.id]))
  return people.map((p) => ids.get(p.account) ?? 0)
}

export async function updatePeople(
  tx: Tx,
  who: Who,
  people: readonly (PersonGiven & { readonly id: number })[],
): Promise<void> {
  await spell(
    tx,
    who.orgId,
    people.map((p) => p.name),
  )
  await tx`
    update identity.app_user u set name = g.n, title = g.t, department_id = nullif(g.d, 0)
    from unnest(${people.map((p) => p.id)}::bigint[], ${people.map((p) => p.name)}::text[],
      ${people.map((p) => p.title)}::text[], ${people.map((p) => p.departmentId ?? 0)}::bigint[]) as g (id, n, t, d)
    where u.org_id = ${who.orgId} and u.id = g.id`
}

/**
 * An account that was made stays on record (授权变更 names it), so that the people of a withdrawn import are disabled.
 * Refuses: IMPORT_IN_USE where one has signed in, or was given a role or a qualification.
 */
export async function retirePeople(tx: Tx, who: Who, ids: readonly number[]): Promise<void> {
  const [used] = await tx<{ name: string }[]>`
    select u.name from identity.app_user u where u.org_id = ${who.orgId} and u.id in (select unnest(${ids as number[]}::bigint[]))
      and (exists (select from identity.session s where s.org_id = u.org_id and s.user_id = u.id)
        or exists (select from identity.user_role r where r.org_id = u.org_id and r.user_id = u.id)
        or exists (select from identity.qualification q where q.org_id = u.org_id and q.user_id = u.id)) limit 1`
  if (used) throw new Refusal('IMPORT_IN_USE', { what: used.name, why: '已登录过，或已有岗位、资格' })
  await tx`
    update identity.app_user set disabled_at = coalesce(disabled_at, ${who.at}::timestamptz)
    where org_id = ${who.orgId} and id in (select unnest(${ids as number[]}::bigint[]))`
}
