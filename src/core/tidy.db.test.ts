import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listPlaces } from '#features/places/contract.ts'
import { startHospital, type Hospital } from '#test/harness.ts'
import { tidy } from './tidy.ts'

let h: Hospital
let owner: postgres.Sql
beforeAll(async () => {
  h = await startHospital()
  owner = postgres(h.superUrl, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await owner.end()
  await h.stop()
})

const count = async (table: string) =>
  Number((await owner.unsafe<{ n: string }[]>(`select count(*) as n from ${table}`))[0]?.n)

test('answers are forgotten after two days, sessions and attempts after a year; what is young stays', async () => {
  await h.as('wangxuemei@lushan')
  const [session] = await owner<
    { org_id: string; user_id: string }[]
  >`select org_id, user_id from identity.session limit 1`
  const now = h.clock.now()
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()
  for (const days of [1, 3]) {
    await owner`
      insert into core.idempotency (org_id, user_id, key, endpoint, input_hash, created_at)
      values (${session?.org_id ?? 0}, ${session?.user_id ?? 0}, ${`key-of-day-${days}`}, 'x', decode('00', 'hex'), ${ago(days)})`
  }
  for (const days of [10, 500])
    await owner`insert into identity.sign_in_attempt (account_key, address, at, ok) values (decode('00', 'hex'), '127.0.0.1', ${ago(days)}, false)`
  const before = await count('identity.sign_in_attempt')
  expect(await tidy(h.db, h.clock)).toBe(2)
  expect((await owner<{ key: string }[]>`select key from core.idempotency`).map((r) => r.key)).toEqual([
    'key-of-day-1',
  ])
  expect(await count('identity.sign_in_attempt')).toBe(before - 1)
  // Whoever is signed in still is.
  expect((await (await h.as('wangxuemei@lushan')).call(listPlaces, {})).total).toBeGreaterThan(0)
  expect(await tidy(h.db, h.clock)).toBe(0)
})

const tidied = () => owner<{ what: string; rows: string; before: Date }[]>`
  select what, rows, before from core.tidied order by what`

test('what went is said: how many, of what kind, up to when; twice a day is one line', async () => {
  const before = await tidied()
  expect(before.map((t) => [t.what, Number(t.rows)])).toEqual([
    ['answer', 1],
    ['signInAttempt', 1],
  ])
  const [session] = await owner<
    { org_id: string; user_id: string }[]
  >`select org_id, user_id from identity.session limit 1`
  const old = new Date(h.clock.now().getTime() - 3 * 86_400_000).toISOString()
  await owner`
    insert into core.idempotency (org_id, user_id, key, endpoint, input_hash, created_at)
    values (${session?.org_id ?? 0}, ${session?.user_id ?? 0}, 'another-key', 'x', decode('00', 'hex'), ${old})`
  await tidy(h.db, h.clock)
  const answers = (await tidied()).find((t) => t.what === 'answer')
  expect([Number(answers?.rows), answers?.before.getTime()]).toEqual([
    2,
    h.clock.now().getTime() - 2 * 86_400_000,
  ])
})

test('a second signature that was used stays, one that nobody used goes after a week', async () => {
  const [who] = await owner<
    { org_id: string; user_id: string }[]
  >`select org_id, user_id from identity.session limit 1`
  const ago = (days: number) => new Date(h.clock.now().getTime() - days * 86_400_000).toISOString()
  for (const [token, used] of [
    ['aa', ago(500)],
    ['bb', null],
  ] as const)
    await owner`
      insert into identity.attestation (org_id, token_hash, endpoint, input_hash, actor_id, witness_id, method, signed_at, expires_at, used_at)
      select ${who?.org_id ?? 0}, decode(repeat(${token}, 32), 'hex'), 'x', decode(repeat('00', 32), 'hex'), ${who?.user_id ?? 0}, u.id,
        'password', ${ago(500)}, ${ago(500)}, ${used}
      from identity.app_user u where u.org_id = ${who?.org_id ?? 0} and u.id <> ${who?.user_id ?? 0} limit 1`
  await tidy(h.db, h.clock)
  expect(
    await owner`select encode(token_hash, 'hex') as t from identity.attestation where signed_at = ${ago(500)}`,
  ).toEqual([{ t: 'aa'.repeat(32) }])
  expect((await tidied()).find((t) => t.what === 'unusedSignature')?.rows).toBe('1')
})

test('nobody who uses the program writes what was cleared', async () => {
  for (const right of ['insert', 'update', 'delete'])
    for (const role of ['zhuisu_app', 'zhuisu_auditor'])
      expect(await owner`select has_table_privilege(${role}, 'core.tidied', ${right}) as may`).toEqual([
        { may: false },
      ])
})

test('nothing of the books can be deleted by the role that tidies', async () => {
  const rows = await owner<{ t: string }[]>`
    select c.oid::regclass::text as t from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('ledger', 'audit') and c.relkind in ('r', 'p') and has_table_privilege('zhuisu_ledger', c.oid, 'delete')`
  // Salts go with an approved erasure (src/features/retention); the bytes that they open stay.
  expect(rows.map((r) => r.t).sort()).toEqual(['audit.salt', 'ledger.check_run'])
})
