import type postgres from 'postgres'
import type { World } from './world.ts'

type Sql = World['superuser']
type Tx = postgres.TransactionSql

/** Tables that the bulk load fills; their indexes are built afterwards, as any bulk load does. */
const filled = [
  'ledger.code',
  'ledger.code_holder',
  'ledger.movement',
  'ledger.entry',
  'ledger.balance',
  'audit.event',
] as const

const perMovement = 100
const months = 36
const lots = 5000

export interface Tenant {
  readonly code: string
  readonly orgId: number
}

interface Facts {
  readonly orgId: number
  readonly vault: string
  readonly supplier: string
  readonly patient: string
  readonly actor: string
}

/**
 * A hospital's past of `codes` boxes over 36 months: each is received into the vault and leaves it again within the month;
 * all drugs of its formulary, as many codes again that were announced and never came, 5 000 lots that follow each other as deliveries do, a hundred boxes a movement. The first past
 * leaves one box of each lot in the vault; a longer one adds entries and no stock. Written as the owner of the machine and
 * not through commands, because ten million boxes would take an hour: the rows are those that the commands write, the
 * events' bytes are a stand-in of usual length.
 */
export async function fill(world: World, tenant: Tenant, codes: number, firstCode: number): Promise<void> {
  const { orgId } = tenant
  const sql = world.superuser
  const [before] = await sql<
    { n: number }[]
  >`select count(*)::int as n from ledger.lot where org_id = ${orgId} and lot_no like 'G%'`
  await sql`call core.make_partitions((now() - ${`${months + 1} months`}::interval)::date, ${months + 2})`
  const facts = { orgId, ...(await peopleAndLots(sql, orgId)) }
  await lay(sql, codes, firstCode, before?.n === 0 ? Math.floor(codes / lots) : 0)
  // Two at once: the machine has two cores.
  await Promise.all([
    quickly(sql, (tx) => writeMovements(tx, facts)),
    quickly(sql, (tx) => writeHoldings(tx, facts)),
  ])
  await sql`drop schema bulk cascade`
  await makeMonths(sql, orgId)
}

/** What the follower of days does for the months that were just written: their sums, and what each begins with. */
const makeMonths = (sql: Sql, orgId: number) =>
  sql.begin(async (tx) => {
    await tx`delete from ledger.month_start where org_id = ${orgId}`
    await tx`delete from ledger.month_made where org_id = ${orgId}`
    await tx`delete from ledger.monthly where org_id = ${orgId}`
    await tx`
      insert into ledger.monthly (org_id, month, drug_id, account_kind, account_id, item, kind, in_quantity, out_quantity)
      select d.org_id, date_trunc('month', d.day)::date, d.drug_id, d.account_kind, d.account_id, d.item, d.kind, sum(d.in_quantity),
        sum(d.out_quantity)
      from ledger.daily d where d.org_id = ${orgId} and d.account_kind = any (ledger.inside_kinds()) group by 1, 2, 3, 4, 5, 6, 7`
    await tx`select core.enter(${orgId})`
    await tx`select ledger.begin_months(${orgId}, current_date)`
  })

const quickly = (sql: Sql, work: (tx: Tx) => Promise<void>) =>
  sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`set local synchronous_commit = off`
    await tx`set local work_mem = '256MB'`
    await work(tx)
  })

async function peopleAndLots(sql: Sql, orgId: number): Promise<Omit<Facts, 'orgId'>> {
  await sql`
    insert into ledger.account (org_id, kind, title, created_at) values (${orgId}, 'patient', '患者', now()) on conflict do nothing`
  await sql`
    insert into ledger.lot (org_id, drug_id, lot_no, expiry)
    select ${orgId}, d.id, 'G' || g, '2099-12-31' from generate_series(0, ${lots - 1}) g
    join (select id, row_number() over (order by id) - 1 as n, count(*) over () as drugs from ledger.drug where org_id = ${orgId}) d
      on d.n = g % d.drugs on conflict do nothing`
  const [facts] = await sql<Omit<Facts, 'orgId'>[]>`
    select (select account_id from place.location where org_id = ${orgId} and tier = 1 order by id limit 1) as vault,
      (select account_id from partner.supplier where org_id = ${orgId} order by id limit 1) as supplier,
      (select id from ledger.account where org_id = ${orgId} and kind = 'patient') as patient,
      (select id from identity.app_user where org_id = ${orgId} order by id limit 1) as actor`
  if (!facts) throw new Error('a hospital has its accounts')
  await sql`create schema bulk`
  await sql`
    create unlogged table bulk.lot as
    select id, drug_id, substr(lot_no, 2)::int as n from ledger.lot where org_id = ${orgId} and lot_no like 'G%'`
  return facts
}

/** The boxes, and their movements: side 0 in, side 1 out. Of each `keepOneIn` boxes one stays; 0: none. */
async function lay(sql: Sql, codes: number, firstCode: number, keepOneIn: number): Promise<void> {
  await sql`
    create unlogged table bulk.box as
    select g, '8190236' || lpad((${firstCode}::bigint + g)::text, 13, '0') as code, l.id as lot, l.drug_id as drug,
      date_trunc('month', now()) - make_interval(months => ${months}) + (g::float8 / ${codes}) * make_interval(months => ${months}) as at,
      g / ${perMovement} as m, ${keepOneIn} > 0 and g % ${Math.max(1, keepOneIn)} = 0 as stays
    from generate_series(0, ${codes - 1}) g join bulk.lot l on l.n = g::bigint * ${lots} / ${codes}`
  await sql`
    create unlogged table bulk.move as
    select nextval('ledger.movement_id_seq') as id, nextval('audit.event_id') as event, m, side, min(at) + make_interval(days => side * (1 + m % 28)) as at
    from bulk.box cross join (values (0), (1)) s (side) where side = 0 or not stays group by m, side`
  await sql`analyze bulk.box, bulk.move`
}

async function writeMovements(tx: Tx, { orgId, vault, supplier, patient, actor }: Facts): Promise<void> {
  await tx`
    insert into ledger.movement (org_id, id, kind, occurred_at, recorded_at, cause_kind, cause_id, cause_no, actor_id, event_id)
    overriding system value
    select ${orgId}, id, case side when 0 then 'receive' else 'dispense' end, at, at, 'bulk', m + 1, 'BULK-' || m, ${actor}, event from bulk.move`
  await tx`
    insert into audit.event (org_id, id, recorded_at, type, subject_kind, subject_id, actor_id, bytes, hash)
    select ${orgId}, event, at, 'bench.bulk', 'bulk', m + 1, ${actor}, decode(repeat('20', 600), 'hex'), sha256(event::text::bytea) from bulk.move`
  await tx`
    insert into ledger.entry (org_id, movement_id, line, recorded_at, item, drug_id, lot_id, code, source_id, destination_id, quantity)
    select ${orgId}, v.id, b.g % ${perMovement} + 1, v.at, 'intact', b.drug, b.lot, b.code,
      case v.side when 0 then ${supplier}::bigint else ${vault}::bigint end,
      case v.side when 0 then ${vault}::bigint else ${patient}::bigint end, 10
    from bulk.move v join bulk.box b on b.m = v.m and (v.side = 0 or not b.stays)`
  await tx`
    insert into core.follower (name, tx, event_id, moved_at)
    select f, pg_current_xact_id(), (select max(event) from bulk.move), now() from unnest(array['days', 'alerts']) f
    on conflict (name) do update set tx = excluded.tx, event_id = excluded.event_id, moved_at = excluded.moved_at`
  // The hourly recomputation is not what is measured here; it runs an hour after this.
  await tx`
    insert into ledger.check_run (org_id, checked_at, findings)
    select id, now(), 0 from identity.org where kind = 'institution' on conflict do nothing`
}

async function writeHoldings(tx: Tx, { orgId, vault, supplier, patient }: Facts): Promise<void> {
  await tx`
    insert into ledger.code (org_id, code, kind, raw, drug_id, lot_id, units, first_seen_at)
    select ${orgId}, p || substr(code, 4), 'MSFX', p || substr(code, 4), drug, lot, 10, at
    from bulk.box cross join unnest(array['819', '839']) p`
  await tx`
    insert into ledger.code_holder (code, org_id, since)
    select p || substr(code, 4), ${orgId}, at from bulk.box cross join unnest(array['819', '839']) p`
  await tx`
    insert into ledger.balance (org_id, account_id, item, lot_id, code, drug_id, inside, quantity, changed_at)
    select ${orgId}, x.account, 'intact', b.lot, b.code, b.drug, x.inside, x.quantity, b.at from bulk.box b
    cross join lateral (values (${supplier}::bigint, false, -10), (${vault}::bigint, true, case when b.stays then 10 else 0 end),
      (${patient}::bigint, false, case when b.stays then 0 else 10 end)) x (account, inside, quantity)
    where x.quantity <> 0 or x.inside`
  await tx`
    insert into ledger.daily as d (org_id, account_kind, account_id, item, drug_id, lot_id, day, kind, in_quantity, out_quantity)
    select ${orgId}, x.kind, x.account, 'intact', b.drug, b.lot, (v.at at time zone 'Asia/Shanghai')::date,
      case v.side when 0 then 'receive' else 'dispense' end, sum(x.arrives), sum(x.leaves)
    from bulk.move v join bulk.box b on b.m = v.m and (v.side = 0 or not b.stays)
    cross join lateral (values
      ('location', ${vault}::bigint, case v.side when 0 then 10 else 0 end, case v.side when 0 then 0 else 10 end),
      (case v.side when 0 then 'supplier' else 'patient' end, 0, case v.side when 0 then 0 else 10 end, case v.side when 0 then 10 else 0 end))
      x (kind, account, arrives, leaves)
    group by 2, 3, 5, 6, 7, 8
    on conflict (org_id, account_kind, account_id, item, drug_id, lot_id, day, kind)
      do update set in_quantity = d.in_quantity + excluded.in_quantity, out_quantity = d.out_quantity + excluded.out_quantity`
}

/** Takes the indexes of the filled tables away and returns what builds them again. */
export async function withoutIndexes(world: World): Promise<() => Promise<void>> {
  const sql = world.superuser
  const indexes = await sql<
    { name: string; def: string; tab: string; con: string | null; condef: string | null }[]
  >`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as def, i.indrelid::regclass::text as tab,
      c.conname as con, pg_get_constraintdef(c.oid) as condef
    from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
    where i.indrelid::regclass::text = any (${filled as unknown as string[]}::text[])`
  const foreign = await sql<{ tab: string; con: string; def: string }[]>`
    select conrelid::regclass::text as tab, conname as con, pg_get_constraintdef(oid) as def from pg_constraint
    where contype = 'f' and conparentid = 0 and confrelid::regclass::text = any (${filled as unknown as string[]}::text[])`
  for (const f of foreign) await sql.unsafe(`alter table ${f.tab} drop constraint ${f.con}`)
  for (const i of indexes)
    await sql.unsafe(i.con ? `alter table ${i.tab} drop constraint ${i.con}` : `drop index ${i.name}`)
  return async () => {
    await sql.unsafe(`set maintenance_work_mem = '1GB'`)
    for (const i of indexes)
      await sql.unsafe(
        i.con
          ? `alter table ${i.tab} add constraint ${i.con} ${i.condef ?? ''}`
          : i.def.replace(' ON ONLY ', ' ON '),
      )
    for (const f of foreign)
      await sql.unsafe(`alter table ${f.tab} add constraint ${f.con} ${f.def} not valid`)
    await sql.unsafe(`analyze`)
  }
}
