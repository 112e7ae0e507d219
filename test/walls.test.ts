import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHospital, type Hospital } from './harness.ts'

// What the database itself promises, whatever the program does.
let hospital: Hospital
let owner: postgres.Sql
beforeAll(async () => {
  hospital = await startHospital()
  owner = postgres(hospital.superUrl, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await owner.end()
  await hospital.stop()
})

/** Tables without a tenant, each with the reason why it has none. */
const platformTables: Record<string, string> = {
  'meta.migration': 'the migrations themselves',
  'identity.org': 'that a hospital exists is no secret',
  'identity.supervision': 'who watches whom is public',
  'identity.readable': 'the closure of supervision',
  'identity.sign_in_attempt': 'counted before any tenant is known; the program cannot read it',
  'core.follower': 'cursors of background work',
  'core.tidied': 'how many rows went, of all tenants together; says nothing about any',
  'catalogue.product': 'shared by the platform',
  'catalogue.product_class': 'shared by the platform',
  'filing.term': 'when what is due is the same for everybody',
  'prescription.national_limit': 'the law is the same for everybody',
  'prescription_review.finding_code': 'the law is the same for everybody',
  'ledger.code_holder': 'the province’s register; the program reaches it through three functions only',
}

const tables = () => owner<
  { name: string; tenant: boolean; enabled: boolean; forced: boolean; policies: number }[]
>`
  select n.nspname || '.' || c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
    exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped) as tenant,
    (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`

describe('row-level security', () => {
  test('every table is a tenant table with forced policies, or is named with its reason', async () => {
    for (const t of await tables()) {
      if (t.name in platformTables) continue
      expect(t, t.name).toMatchObject({ tenant: true, enabled: true, forced: true })
      expect(t.policies, t.name).toBeGreaterThanOrEqual(3)
    }
  })

  test('keys and foreign keys of tenant tables start with org_id', async () => {
    const rows = await owner<{ name: string; key: string; first: string }[]>`
      select n.nspname || '.' || c.relname as name, k.conname as key, a.attname as first
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
      where k.contype in ('p', 'f') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema')
        and exists (select 1 from pg_attribute o where o.attrelid = c.oid and o.attname = 'org_id')`
    const loose = rows.filter(
      (r) => !(r.name in platformTables) && r.first !== 'org_id' && r.name !== 'identity.session',
    )
    expect(loose).toEqual([])
  })

  test('the program’s roles own nothing and bypass nothing', async () => {
    const rows = await owner`
      select rolname, rolsuper, rolbypassrls from pg_roles where rolname in ('zhuisu_app', 'zhuisu_auditor', 'zhuisu_lookup', 'zhuisu_owner')`
    expect(rows.every((r) => !r['rolsuper'] && !r['rolbypassrls'])).toBe(true)
    const owned =
      await owner`select tableowner from pg_tables where schemaname not in ('pg_catalog', 'information_schema') group by 1`
    expect(owned.map((r) => r['tableowner'])).toEqual(['zhuisu_owner'])
  })

  test('partitions cannot be reached round their parent', async () => {
    const reachable = await owner`
      select c.oid::regclass::text as name from pg_class c where c.relispartition and c.relkind = 'r'
        and (has_table_privilege('zhuisu_app', c.oid, 'select') or has_table_privilege('zhuisu_app', c.oid, 'insert'))`
    expect(reachable).toEqual([])
  })
})

describe('tenancy', () => {
  const orgOf = async (code: string) =>
    (await owner<{ id: string }[]>`select id from identity.org where code = ${code}`)[0]?.id ?? '0'

  test('asking without naming a tenant raises instead of answering nothing', async () => {
    await expect(hospital.db.transaction((tx) => tx`select * from identity.app_user`)).rejects.toThrow(
      /app\.(org_id|readable)|bigint|array literal/,
    )
  })

  test('a hospital reads nothing of another, in any table', async () => {
    const [lushan, huaichuan] = [await orgOf('lushan'), await orgOf('huaichuan')]
    for (const t of await tables()) {
      if (t.name in platformTables) continue
      const [schema = '', table = ''] = t.name.split('.')
      const seen = await hospital.db.asOrg(
        Number(huaichuan),
        (tx) => tx`select 1 from ${tx(schema)}.${tx(table)} where org_id = ${lushan} limit 1`,
      )
      expect(seen.length, t.name).toBe(0)
    }
  })

  test('an authority reads its institutions, another city’s nothing, and writes into none', async () => {
    const [lushan, city] = [await orgOf('lushan'), await orgOf('cswjw')]
    const people = await hospital.db.asOrg(
      Number(city),
      (tx) => tx`select 1 from identity.app_user where org_id = ${lushan} limit 1`,
    )
    expect(people.length).toBe(1)
    await owner`insert into identity.org (kind, code, name, region) values ('authority', 'zzwjw', '株洲市卫生健康委员会', '430200')`
    const stranger = await hospital.db.asOrg(
      Number(await orgOf('zzwjw')),
      (tx) => tx`select 1 from identity.app_user where org_id = ${lushan}`,
    )
    expect(stranger.length).toBe(0)
    const write = hospital.db.asOrg(
      Number(city),
      (tx) => tx`insert into identity.department (org_id, code, name) values (${lushan}, 'x', 'x')`,
    )
    await expect(write).rejects.toThrow(/row-level security/)
    const changed = await hospital.db.asOrg(
      Number(city),
      (tx) => tx`update identity.app_user set name = 'x' where org_id = ${lushan} returning 1`,
    )
    expect(changed.length).toBe(0)
  })

  test('a province reads through its city', async () => {
    const seen = await hospital.db.asOrg(
      Number(await orgOf('hnwjw')),
      async (tx) => tx`select count(distinct org_id)::int as orgs from identity.app_user`,
    )
    expect(seen[0]?.['orgs']).toBeGreaterThanOrEqual(3)
  })
})

describe('what was written stays', () => {
  // Column grants name what may change; these tables may not change at all.
  const frozen = [
    'ledger.movement',
    'ledger.entry',
    'ledger.lot',
    'ledger.code',
    'ledger.drug',
    'ledger.account',
    'ledger.movement_evidence',
    'audit.event',
    'audit.refusal',
    'onboarding.step',
    'emergency.order_match',
    'paper.entry',
    'drawer_access.count',
  ]

  test.each(frozen)('%s takes no update and no delete from the program', async (name) => {
    const [schema = '', table = ''] = name.split('.')
    const lushan = Number(
      (await owner<{ id: string }[]>`select id from identity.org where code = 'lushan'`)[0]?.id,
    )
    const update = hospital.db.asOrg(
      lushan,
      (tx) => tx`update ${tx(schema)}.${tx(table)} set org_id = org_id`,
    )
    await expect(update).rejects.toThrow(/permission denied/)
    const remove = hospital.db.asOrg(lushan, (tx) => tx`delete from ${tx(schema)}.${tx(table)}`)
    await expect(remove).rejects.toThrow(/permission denied/)
    const truncate = hospital.db.asOrg(lushan, (tx) => tx`truncate ${tx(schema)}.${tx(table)}`)
    await expect(truncate).rejects.toThrow(/permission denied/)
  })

  test('the register of codes cannot be read or written directly', async () => {
    const lushan = Number(
      (await owner<{ id: string }[]>`select id from identity.org where code = 'lushan'`)[0]?.id,
    )
    await expect(hospital.db.asOrg(lushan, (tx) => tx`select * from ledger.code_holder`)).rejects.toThrow(
      /permission denied/,
    )
  })

  test('the auditor reads everything and writes nothing', async () => {
    const [row] = await hospital.auditor.transaction(
      (tx) => tx`select count(distinct org_id)::int as orgs from identity.app_user`,
    )
    expect(row?.['orgs']).toBeGreaterThanOrEqual(5)
    const write = hospital.auditor.transaction(
      (tx) =>
        tx`insert into audit.salt (org_id, event_id, field, salt) values (1, 1, 'x', decode(repeat('00', 16), 'hex'))`,
    )
    await expect(write).rejects.toThrow(/permission denied/)
  })
})
