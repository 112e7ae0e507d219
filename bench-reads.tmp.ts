import { mkdtempSync, chmodSync } from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { seedBaseData } from '#apps/demo/baseData.ts'
import { connect } from '#core/db.ts'
import { migrate } from '#core/migrate.ts'
import { openServer } from '#core/postgres.ts'
import { seedProducts } from '#features/catalogue/seedProducts.ts'
import { ledgerSlice } from '#features/stock/ledgerStore.ts'
import { stockRows, summaryRows } from '#features/stock/store.ts'
import { institutionRows, trendOf } from '#features/supervision/store.ts'
import { loopsOf, tilesOf } from '#features/home/store.ts'
import { entriesOf, refusalsOf } from '#features/trace/store.ts'

const dir = mkdtempSync('/tmp/bench-reads/d-'); chmodSync(dir, 0o755)
const server = await openServer({ dir: path.join(dir, 'data'), disposable: true })
await migrate(server.url('zhuisu_owner')); await seedProducts(server.url('zhuisu_owner'))
const db0 = connect(server.url('zhuisu_app')); await seedBaseData(server.url('zhuisu_owner'), db0)
const su = postgres(server.url('postgres', 'zhuisu'), { max: 1, onnotice: () => {} })
const [org] = await su`select id from identity.org where code='lushan'`; const [auth] = await su`select id from identity.org where code='cswjw'`
const O = Number(org!.id), AU = Number(auth!.id)
const [b01] = await su`select account_id, id from place.location where org_id=${O} and code='B01'`
const [a01] = await su`select account_id from place.location where org_id=${O} and code='A01'`
const [u] = await su`select min(id) as id from identity.app_user where org_id=${O}`
const [d] = await su`select min(id) as id from ledger.drug where org_id=${O}`
console.time('fill')
await su`call core.make_partitions((now() - interval '25 months')::date, 27)`
await su.unsafe(`
set session_replication_role = replica;
insert into ledger.lot (org_id, drug_id, lot_no, expiry) select ${O}, d.id, 'L' || d.id || '-' || n, '2028-08-31' from ledger.drug d, generate_series(1,20) n where d.org_id=${O};
insert into ledger.account (org_id, kind, title, created_at) values (${O}, 'patient', '患者', now()), (${O}, 'destroyed', '已销毁', now()), (${O}, 'relabelled', '换码', now());
insert into ledger.account (org_id, kind, title, holder_id, due_at, created_at) select ${O}, 'custody', 'c' || n, ${u!.id}, now() - interval '700 days' + n * interval '5 minutes', now() from generate_series(1,200000) n;
`)
const [c0] = await su`select min(id) as id from ledger.account where org_id=${O} and kind='custody'`
const [pat] = await su`select id from ledger.account where org_id=${O} and kind='patient'`
const [l0] = await su`select min(id) as id from ledger.lot where org_id=${O} and drug_id=${d!.id}`
await su.unsafe(`
set session_replication_role = replica;
-- 200 000 issues over two years, every fourth of drug 1; five entries each
insert into issue.issue (org_id, no, kind, ref_no, title, location_id, patient_name, patient_sex, patient_age, record_no, diagnosis, doctor_id, holder_id, account_id, issued_by, checked_by, issued_at, due_at)
 overriding user value select ${O}, 'LY-' || n, 'surgery', 'SS-' || n, 't', ${b01!.id}, '甲', '男', 5, 'r', 'd', ${u!.id}, ${u!.id}, ${c0!.id} + n - 1, ${u!.id}, ${u!.id}, now() - interval '700 days' + n * interval '5 minutes', now() - interval '700 days' + n * interval '5 minutes' + interval '8 hours' from generate_series(1,200000) n;
insert into issue.line (org_id, issue_id, drug_id, planned_units, issued_units) select ${O}, i.id, ${d!.id} + (i.id % 4), 5, 5 from issue.issue i where org_id=${O};
insert into ledger.movement (org_id, kind, occurred_at, recorded_at, cause_kind, cause_id, cause_no, actor_id, event_id)
 select ${O}, 'issue', i.issued_at, i.issued_at, 'issue', i.id, i.no, ${u!.id}, i.id from issue.issue i where org_id=${O} order by i.id;
insert into ledger.entry (org_id, movement_id, line, recorded_at, item, drug_id, lot_id, code, source_id, destination_id, quantity)
 select ${O}, m.id, k, m.recorded_at, 'intact', ${d!.id} + (m.cause_id % 4), ${l0!.id} + (m.cause_id % 4) * 20 + (m.cause_id % 20), 'B' || m.cause_id || '-' || k, case when m.cause_id % 50 = 0 then ${a01!.account_id} else ${b01!.account_id} end, case when m.cause_id % 50 = 0 then ${b01!.account_id} else i.account_id end, 1
 from ledger.movement m join issue.issue i on i.org_id = m.org_id and i.id = m.cause_id, generate_series(1,5) k where m.org_id=${O};
-- what the outside holds for ever, and what is inside now
insert into ledger.balance (org_id, account_id, item, lot_id, code, drug_id, inside, quantity, changed_at)
 select ${O}, ${pat!.id}, 'content', e.lot_id, e.code, e.drug_id, false, 50, e.recorded_at from ledger.entry e where e.org_id=${O} and e.destination_id >= ${c0!.id};
insert into ledger.balance (org_id, account_id, item, lot_id, code, drug_id, inside, quantity, changed_at)
 select ${O}, e.destination_id, 'intact', e.lot_id, e.code, e.drug_id, true, case when e.recorded_at > now() - interval '700 days' + 199900 * interval '5 minutes' then 1 else 0 end, e.recorded_at from ledger.entry e where e.org_id=${O} and e.destination_id >= ${c0!.id};
insert into ledger.balance (org_id, account_id, item, lot_id, code, drug_id, inside, quantity, changed_at)
 select ${O}, ${b01!.account_id}, 'intact', ${l0!.id} + (n % 80), 'S' || n, ${d!.id} + (n % 4), true, 10, now() from generate_series(1,3000) n;
`)
await su.unsafe(`set session_replication_role = origin`)
await su.unsafe('vacuum analyze')
console.timeEnd('fill')
console.log((await su`select (select count(*) from ledger.entry) e, (select count(*) from ledger.balance) b, (select count(*) from ledger.account) a`)[0])
await su.unsafe(`alter database zhuisu set session_preload_libraries = 'auto_explain'; alter database zhuisu set auto_explain.log_min_duration = 0; alter database zhuisu set auto_explain.log_analyze = on; alter database zhuisu set auto_explain.log_buffers = on; alter database zhuisu set client_min_messages = log; alter database zhuisu set auto_explain.log_nested_statements = off`)
const plans = process.argv.includes('--plans')
let last = ''
const sql = postgres(server.url('zhuisu_app'), { max: 1, types: { bigint: { to: 20, from: [20], serialize: String, parse: Number }, instant: { to: 1184, from: [1184], serialize: (x: any) => x, parse: (x: string) => new Date(x).toISOString() }, date: { to: 1082, from: [1082], serialize: (x: string) => x, parse: (x: string) => x } } as never, transform: { column: { from: postgres.toCamel, to: postgres.fromCamel }, undefined: null }, connection: { TimeZone: 'UTC' }, onnotice: (n) => { last = n.message ?? '' } })
const asOrg = (o: number, run: any) => sql.begin(async (tx) => { await tx`select set_config('app.org_id', ${String(o)}, true)`; return run(tx) })
const now = new Date().toISOString()
async function time(name: string, o: number, run: any) {
  for (let i = 0; i < 2; i++) await asOrg(o, run)
  const t = performance.now(); for (let i = 0; i < 3; i++) await asOrg(o, run)
  console.log(name.padEnd(46), ((performance.now() - t) / 3).toFixed(1), 'ms')
  if (plans) console.log(last.split('\n').filter((l) => /Scan|Sort|Limit|Unique|never|Planning|duration|Append/.test(l)).slice(0, 60).join('\n'), '\n')
}
const book = { orgId: O, drugId: Number(d!.id), accountIds: [Number(b01!.account_id)] }
async function all(tag: string) {
  console.log('---', tag)
  await time('ledger newest page', O, (tx: any) => ledgerSlice(tx, book, { at: '2027-12-31T00:00:00.000Z', movementId: 0 }, 14))
  await time('ledger page 1 month ago', O, (tx: any) => ledgerSlice(tx, book, { at: new Date(Date.now() - 40 * 86400000).toISOString(), movementId: 0 }, 14))
  await time('ledger page 20 months ago', O, (tx: any) => ledgerSlice(tx, book, { at: new Date(Date.now() - 600 * 86400000).toISOString(), movementId: 0 }, 14))
  await time('stock.list', O, (tx: any) => stockRows(tx, now, { item: 'intact', page: 1, pageSize: 50 }))
  await time('stock.summary', O, (tx: any) => summaryRows(tx, now, {}))
  await time('home tiles', O, (tx: any) => tilesOf(tx, now, true))
  await time('home loops', O, (tx: any) => loopsOf(tx, now, null))
  await time('supervision overview', AU, (tx: any) => institutionRows(tx, now, null))
  await time('supervision trend', AU, (tx: any) => trendOf(tx, now, null))
  await time('trace entries', O, (tx: any) => entriesOf(tx, O, ['B100-1', 'B100-2', 'B101-1']))
  await time('trace refusals', O, (tx: any) => refusalsOf(tx, ['B100-1']))
}
if (!plans) await all('as migrated')
await su.unsafe(`create index balance_inside on ledger.balance (org_id, account_id, item, drug_id) where inside and quantity <> 0; analyze ledger.balance`)
await all('with balance_inside')
await sql.end(); await su.end(); await db0.close(); await server.stop()
