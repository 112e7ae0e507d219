import { createHash, randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { figuresOf, type Figures } from './load.ts'
import type { Base, Hand } from './stock.ts'
import type { World } from './world.ts'

/** Runs `work` for each item, `lanes` at a time, and measures each. */
export async function measured<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T, lane: number) => Promise<void>,
): Promise<Figures> {
  const times: number[] = []
  let next = 0
  const lane = async (n: number) => {
    for (let i = next++; i < items.length; i = next++) {
      const from = performance.now()
      await work(items[i] as T, n)
      times.push(performance.now() - from)
    }
  }
  const from = performance.now()
  await Promise.all(Array.from({ length: lanes }, (_, n) => lane(n)))
  return figuresOf(times, (performance.now() - from) / 1000)
}

/**
 * The statements that the server sends for one opening, with the same parameters and in the same packets, from this
 * process: no HTTP, no validation, no rules, no hashing of input. What is left is the driver and the database.
 */
export async function bareOpenings(
  world: World,
  base: Base,
  hands: readonly Hand[],
  cookies: ReadonlyMap<string, string>,
  lanes: number,
): Promise<Figures> {
  const sql = postgres(world.appUrl, { max: lanes, connection: { TimeZone: 'UTC' } })
  const facts = await factsOf(world, base, hands)
  const items = hands.flatMap((hand) => hand.codes.map((code) => ({ hand, code })))
  const token = (holder: string) =>
    createHash('sha256')
      .update((cookies.get(holder) ?? '').split('=')[1] ?? '')
      .digest()
  const told = {
    v: 1,
    id: 1,
    org: 1,
    at: '2026-01-01T00:00:00.000Z',
    actor: null,
    witness: null,
    personal: {},
    type: 'bench.bare',
    subject: null,
    movements: [],
    data: { pad: 'x'.repeat(460) },
  }
  const bytes = Buffer.from(JSON.stringify(told))
  const hash = createHash('sha256').update(bytes).digest()
  try {
    return await measured(items, lanes, async ({ hand, code }) => {
      const tx = await sql.reserve()
      const at = new Date().toISOString()
      const key = randomUUID()
      const begun = tx`begin`.execute()
      const [row] = await tx<{ org_id: string; user_id: string; event_id: string; movement_id: string }[]>`
        select * from core.begin_act(${token(hand.holder)}, ${at}, ${'30 minutes'}::interval, true, ${key})`
      const [org, user, event, movement] = [
        row?.org_id ?? '0',
        row?.user_id ?? '0',
        row?.event_id ?? '0',
        row?.movement_id ?? '0',
      ]
      const { custody, lot } = facts.get(hand.issueId) ?? { custody: '0', lot: '0' }
      const [drug, strength, opened] = [String(base.drugId), String(base.contentPerUnit), String(base.opened)]
      await Promise.all([
        tx`select i.id, i.no, i.account_id, i.holder_id, u.name as holder, i.issued_at
          from issue.issue i join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
          where i.org_id = ${org} and i.id = ${hand.issueId}`,
        tx`select c.drug_id, c.lot_id, c.code, d.content_per_unit, d.container, d.name || ' ' || d.spec as drug, d.unit from ledger.code_now c
          join ledger.drug d on d.org_id = c.org_id and d.id = c.drug_id where c.org_id = ${org} and c.code = ${code}`,
      ])
      const three = (x: string) => [x, x, x]
      const six = (x: string) => [x, x, x, x, x, x]
      const posted = tx`
        select ledger.post(${org}, ${[movement]}::bigint[], ${['open']}::text[], ${[at]}::timestamptz[], ${at}, ${['issue']}::text[], ${[String(hand.issueId)]}::bigint[],
          ${['BENCH']}::text[], ${user}, null, ${['']}::text[], ${event}, ${['0']}::bigint[],
          ${[1, 1, 1]}::int[], ${[1, 2, 3]}::int[], ${['intact', 'content', 'container']}::text[], ${three(drug)}::bigint[], ${three(lot)}::bigint[], ${three(code)}::text[],
          ${[custody, opened, opened]}::bigint[], ${[opened, custody, custody]}::bigint[], ${['1', strength, '1']}::bigint[],
          ${[opened, opened, opened, custody, custody, custody]}::bigint[],
          ${['container', 'content', 'intact', 'container', 'content', 'intact']}::text[], ${six(lot)}::bigint[],
          ${six(code)}::text[], ${six(drug)}::bigint[], ${['-1', `-${strength}`, '1', '1', strength, '-1']}::bigint[],
          ${['0', '0', '0', '0', '0', '1']}::bigint[])`.execute()
      const used =
        tx`insert into residue.use_record (org_id, movement_id, issue_id, kind) values (${org}, ${movement}, ${hand.issueId}, 'open')`.execute()
      const closed = tx`
        select core.close_act(${org}, ${event}, ${at}, 'use.open', 'issue', ${hand.issueId}, ${user}, null, ${bytes}, ${hash},
          ${[]}::text[], ${[]}::text[], ${key}, ${hash}, ${tx.json({ movementId: 1 })})`.execute()
      const committed = tx`commit`.execute()
      await Promise.all([begun, posted, used, closed, committed])
      tx.release()
    })
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** Account and lot of each hand: what the server finds by its queries is known here beforehand. */
async function factsOf(
  world: World,
  base: Base,
  hands: readonly Hand[],
): Promise<Map<number, { custody: string; lot: string }>> {
  const rows = await world.superuser<{ id: string; account_id: string }[]>`
    select id, account_id from issue.issue where org_id = ${base.orgId} and id = any (${hands.map((h) => String(h.issueId))}::bigint[])`
  const [lot] = await world.superuser<
    { id: string }[]
  >`select id from ledger.lot where org_id = ${base.orgId} and lot_no = 'BENCH01'`
  return new Map(rows.map((r) => [Number(r.id), { custody: r.account_id, lot: lot?.id ?? '0' }]))
}

const branches = 10
const accountsEach = 10_000

/** pgbench's TPC-B-like transaction, on its own tables in the same database, through the same driver. */
export async function tpcb(world: World, transactions: number, lanes: number): Promise<Figures> {
  await world.superuser.unsafe(`
    create schema if not exists bank;
    create table if not exists bank.branches (bid int primary key, bbalance int not null);
    create table if not exists bank.tellers (tid int primary key, bid int not null, tbalance int not null);
    create table if not exists bank.accounts (aid int primary key, bid int not null, abalance int not null, filler char(84));
    create table if not exists bank.history (tid int, bid int, aid int, delta int, mtime timestamptz, filler char(22));
    truncate bank.branches, bank.tellers, bank.accounts, bank.history;
    insert into bank.branches select g, 0 from generate_series(1, ${branches}) g;
    insert into bank.tellers select g, (g - 1) / 10 + 1, 0 from generate_series(1, ${branches * 10}) g;
    insert into bank.accounts select g, (g - 1) / ${accountsEach} + 1, 0, '' from generate_series(1, ${branches * accountsEach}) g;
    analyze bank.accounts`)
  const sql = postgres(world.pg.url('postgres'), { max: lanes })
  let random = 12_345
  const next = (n: number) => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648
    return (random % n) + 1
  }
  const items = Array.from({ length: transactions }, () => ({
    aid: next(branches * accountsEach),
    tid: next(branches * 10),
    bid: next(branches),
    delta: next(10_000) - 5_000,
  }))
  try {
    return await measured(items, lanes, async ({ aid, tid, bid, delta }) => {
      await sql.begin(async (tx) => {
        await tx`update bank.accounts set abalance = abalance + ${delta} where aid = ${aid}`
        await tx`select abalance from bank.accounts where aid = ${aid}`
        await tx`update bank.tellers set tbalance = tbalance + ${delta} where tid = ${tid}`
        await tx`update bank.branches set bbalance = bbalance + ${delta} where bid = ${bid}`
        await tx`insert into bank.history (tid, bid, aid, delta, mtime) values (${tid}, ${bid}, ${aid}, ${delta}, now())`
      })
    })
  } finally {
    await sql.end({ timeout: 2 })
  }
}
