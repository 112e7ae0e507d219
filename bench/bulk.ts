import type { World } from './world.ts'

/** Tables that the bulk load fills; their indexes are built afterwards, as any bulk load does. */
const filled = [
  'ledger.code',
  'ledger.code_holder',
  'ledger.movement',
  'ledger.entry',
  'ledger.balance',
  'audit.event',
  'ledger.daily',
] as const

const perMovement = 100
const months = 36

export interface Tenant {
  readonly code: string
  readonly orgId: number
}

/**
 * A hospital's past of `codes` boxes: each is received into the vault and, but for the last 5 000, leaves it again within
 * the month; over 36 months, all drugs of its formulary, 5 000 lots, a hundred boxes a movement. Written as the owner of
 * the machine and not through commands, because ten million boxes would take an hour: the rows are those that the
 * commands write, the events' bytes are a stand-in of usual length.
 */
export async function fill(world: World, tenant: Tenant, codes: number, firstCode: number): Promise<void> {
  const { orgId } = tenant
  const sql = world.superuser
  await sql`call core.make_partitions((now() - ${`${months + 1} months`}::interval)::date, ${months + 2})`
  await sql`
    insert into ledger.account (org_id, kind, title, created_at) values (${orgId}, 'patient', '患者', now()) on conflict do nothing`
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`set local synchronous_commit = off`
    await tx`set local work_mem = '256MB'`
    await tx`
      create temp table bulk_drug on commit drop as
      select d.id, row_number() over (order by d.id) - 1 as n from ledger.drug d where d.org_id = ${orgId}`
    await tx`
      insert into ledger.lot (org_id, drug_id, lot_no, expiry)
      select ${orgId}, d.id, 'G' || g, '2099-12-31' from generate_series(0, ${Math.min(5000, Math.ceil(codes / 20)) - 1}) g
      join bulk_drug d on d.n = g % (select count(*) from bulk_drug)`
    await tx`
      create temp table bulk_lot on commit drop as
      select l.id, l.drug_id, row_number() over (order by l.id) - 1 as n from ledger.lot l where l.org_id = ${orgId} and l.lot_no like 'G%'`
    await tx`create unique index on bulk_lot (n)`
    const [facts] = await tx<
      { vault: string; supplier: string; patient: string; actor: string; lots: string }[]
    >`
      select (select account_id from place.location where org_id = ${orgId} and tier = 1 order by id limit 1) as vault,
        (select account_id from partner.supplier where org_id = ${orgId} order by id limit 1) as supplier,
        (select id from ledger.account where org_id = ${orgId} and kind = 'patient') as patient,
        (select id from identity.app_user where org_id = ${orgId} order by id limit 1) as actor,
        (select count(*) from bulk_lot) as lots`
    if (!facts) throw new Error('a hospital has its accounts')
    await tx`
      create temp table bulk on commit drop as
      select g, '8190236' || lpad((${firstCode}::bigint + g)::text, 13, '0') as code, l.id as lot, l.drug_id as drug,
        date_trunc('month', now()) - make_interval(months => ${months}) + (g::float8 / ${codes}) * make_interval(months => ${months}) as at,
        g / ${perMovement} as m
      from generate_series(0, ${codes - 1}) g join bulk_lot l on l.n = (g / ${perMovement}) % ${facts.lots}::bigint`
    await tx`
      insert into ledger.code (org_id, code, kind, raw, drug_id, lot_id, units, first_seen_at)
      select ${orgId}, code, 'MSFX', code, drug, lot, 10, at from bulk`
    await tx`insert into ledger.code_holder (code, org_id, since) select code, ${orgId}, at from bulk`
    // Two movements for each hundred boxes: in, and out again (but for the last 5 000 boxes).
    const kept = 5000
    await tx`
      create temp table bulk_move on commit drop as
      select nextval('ledger.movement_id_seq') as id, nextval('audit.event_id') as event, m, side, min(at) + make_interval(days => side * 20) as at
      from bulk cross join (values (0), (1)) s (side) where side = 0 or g < ${codes - kept} group by m, side`
    await tx`
      insert into ledger.movement (org_id, id, kind, occurred_at, recorded_at, cause_kind, cause_id, cause_no, actor_id, event_id)
      overriding system value
      select ${orgId}, id, case side when 0 then 'receive' else 'dispense' end, at, at, 'bulk', m + 1, 'BULK-' || m, ${facts.actor}, event from bulk_move`
    await tx`
      insert into audit.event (org_id, id, recorded_at, type, subject_kind, subject_id, actor_id, bytes, hash)
      select ${orgId}, event, at, 'bench.bulk', 'bulk', m + 1, ${facts.actor}, decode(repeat('20', 600), 'hex'), sha256(event::text::bytea) from bulk_move`
    await tx`
      insert into ledger.entry (org_id, movement_id, line, recorded_at, item, drug_id, lot_id, code, source_id, destination_id, quantity)
      select ${orgId}, v.id, b.g % ${perMovement} + 1, v.at, 'intact', b.drug, b.lot, b.code,
        case v.side when 0 then ${facts.supplier}::bigint else ${facts.vault}::bigint end,
        case v.side when 0 then ${facts.vault}::bigint else ${facts.patient}::bigint end, 10
      from bulk_move v join bulk b on b.m = v.m and (v.side = 0 or b.g < ${codes - kept})`
    await tx`
      insert into ledger.balance (org_id, account_id, item, lot_id, code, drug_id, inside, quantity, changed_at)
      select ${orgId}, x.account, 'intact', b.lot, b.code, b.drug, x.inside, x.quantity, b.at from bulk b
      cross join lateral (values (${facts.supplier}::bigint, false, -10),
        (${facts.vault}::bigint, true, case when b.g < ${codes - kept} then 0 else 10 end),
        (${facts.patient}::bigint, false, case when b.g < ${codes - kept} then 10 else 0 end)) x (account, inside, quantity)
      where x.quantity <> 0 or x.inside`
    await tx`
      insert into ledger.daily (org_id, account_kind, account_id, item, drug_id, lot_id, day, kind, in_quantity, out_quantity)
      select ${orgId}, a.kind, case when a.kind = 'location' then a.id else 0 end, 'intact', e.drug_id, e.lot_id,
        (e.recorded_at at time zone 'Asia/Shanghai')::date, case when e.source_id = ${facts.supplier} then 'receive' else 'dispense' end,
        sum(case when e.destination_id = a.id then e.quantity else 0 end), sum(case when e.source_id = a.id then e.quantity else 0 end)
      from ledger.entry e join ledger.account a on a.org_id = e.org_id and a.id in (e.source_id, e.destination_id)
      where e.org_id = ${orgId} and e.movement_id >= (select min(id) from bulk_move) group by 2, 3, 5, 6, 7, 8`
    await tx`
      insert into core.follower (name, tx, event_id, moved_at)
      select f, pg_current_xact_id(), (select max(event) from bulk_move), now() from unnest(array['days', 'alerts']) f
      on conflict (name) do update set tx = excluded.tx, event_id = excluded.event_id, moved_at = excluded.moved_at`
    // The hourly recomputation is not what is measured here; it runs an hour after this.
    await tx`insert into ledger.check_run (org_id, checked_at, findings) select id, now(), 0 from identity.org where kind = 'institution' on conflict do nothing`
  })
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
      await sql.unsafe(i.con ? `alter table ${i.tab} add constraint ${i.con} ${i.condef ?? ''}` : i.def)
    for (const f of foreign)
      await sql.unsafe(`alter table ${f.tab} add constraint ${f.con} ${f.def} not valid`)
    await sql.unsafe(`analyze`)
  }
}
