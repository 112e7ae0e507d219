import { orSpelt } from '#core/spelling.ts'
import type { Actor } from '#core/actor.ts'
import { classify } from '#core/codes/code.ts'
import { contains, type Tx } from '#core/db.ts'
import type { Permission } from '#core/identity/permissions.ts'
import { Refusal } from '#core/refusal.ts'
import type { Hit, HitKind } from './contract.ts'

/** Of each kind of thing at most so many; who finds more must write more. */
const most = 5

type Sql = ReturnType<typeof codeHits>
type Search = (tx: Tx, q: string, org: number | null) => Sql

const ofOrg = (tx: Tx, org: number | null, column: string) =>
  tx`(${org}::bigint is null or ${tx(column)} = ${org})`

/** Boxes and labels on the books, and what is being counted at a station right now. */
const codeHits = (tx: Tx, code: string, org: number | null) => tx<Hit[]>`
  (select case when c.parent is null then 'code' else 'unit' end as kind, null::bigint as id, c.code as key, c.code as title,
     d.name || ' ' || d.spec || '，批号 ' || l.lot_no as text, c.first_seen_at as at, c.org_id, o.name as org
   from ledger.code_now c join identity.org o on o.id = c.org_id
   join ledger.drug d on d.org_id = c.org_id and d.id = c.drug_id join ledger.lot l on l.org_id = c.org_id and l.id = c.lot_id
   where c.code = ${code} and ${ofOrg(tx, org, 'c.org_id')} limit ${most})
  union all
  (select 'counting', r.id, s.code, s.code, r.no || ' 验收中', s.scanned_at, s.org_id, o.name
   from receipt.receipt r join receipt.scan s on s.org_id = r.org_id and s.receipt_id = r.id and s.code = ${code}
   join identity.org o on o.id = r.org_id
   where r.state = 'counting' and ${ofOrg(tx, org, 'r.org_id')} limit ${most})
  union all
  (select 'carton', r.id, m.code, m.code, r.no || ' 随货文件里的大包装', r.created_at, m.org_id, o.name
   from receipt.receipt r join receipt.manifest m on m.org_id = r.org_id and m.receipt_id = r.id and m.code = ${code} and m.level > 1
   join identity.org o on o.id = r.org_id where ${ofOrg(tx, org, 'r.org_id')} order by r.created_at desc limit ${most})`

/** A kind of document by the beginning of its number. The names are ours, never the user's. */
function documents(kind: HitKind, from: string, no: string, text: string, at: string): Search {
  return (tx, q, org) => tx<Hit[]>`
    select ${kind} as kind, x.id, ${tx.unsafe(no)} as key, ${tx.unsafe(no)} as title, ${tx.unsafe(text)} as text, ${tx.unsafe(at)} as at, x.org_id, o.name as org
    from ${tx.unsafe(from)} x join identity.org o on o.id = x.org_id
    where ${ofOrg(tx, org, 'x.org_id')} and ${tx.unsafe(no)} ilike ${`${contains(q).slice(1)}`} order by x.id desc limit ${most}`
}

const lots: Search = (tx, q, org) => tx<Hit[]>`
  select 'lot' as kind, l.id, l.lot_no as key, l.lot_no as title, d.name || ' ' || d.spec || '，有效期至 ' || l.expiry as text, null::timestamptz as at,
    l.org_id, o.name as org
  from ledger.lot l join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id join identity.org o on o.id = l.org_id
  where ${ofOrg(tx, org, 'l.org_id')} and l.lot_no ilike ${contains(q).slice(1)} order by l.id desc limit ${most}`

const drugs: Search = (tx, q, org) => tx<Hit[]>`
  select 'drug' as kind, d.id, d.code as key, d.name || ' ' || d.spec as title, d.code as text, null::timestamptz as at, d.org_id, o.name as org
  from ledger.drug d join identity.org o on o.id = d.org_id
  where ${ofOrg(tx, org, 'd.org_id')} and (d.name ilike ${contains(q)} or d.code ilike ${contains(q).slice(1)}
    ${orSpelt(tx, q, 'd.org_id', 'd.name')}) order by d.code limit ${most}`

const people: Search = (tx, q, org) => tx<Hit[]>`
  select 'person' as kind, u.id, u.name as key, u.name as title, u.title as text, null::timestamptz as at, u.org_id, o.name as org
  from identity.app_user u join identity.org o on o.id = u.org_id
  where ${ofOrg(tx, org, 'u.org_id')} and o.kind = 'institution' and (u.name ilike ${contains(q)}
    ${orSpelt(tx, q, 'u.org_id', 'u.name')}) order by u.id limit ${most}`

const searches: readonly { need: Permission; search: Search }[] = [
  { need: 'stock.read', search: lots },
  { need: 'stock.read', search: drugs },
  {
    need: 'receipt.read',
    search: documents(
      'receipt',
      'receipt.receipt',
      'x.no',
      "coalesce('送货单 ' || x.delivery_no, '')",
      'x.created_at',
    ),
  },
  {
    need: 'receipt.read',
    search: documents('receipt', 'receipt.receipt', 'x.delivery_no', "'收货单 ' || x.no", 'x.created_at'),
  },
  {
    need: 'purchase.read',
    search: documents(
      'purchase',
      'purchase.purchase_order',
      'x.no',
      "coalesce(x.external_no, '')",
      'x.created_at',
    ),
  },
  {
    need: 'requisition.read',
    search: documents(
      'requisition',
      'requisition.requisition',
      'x.no',
      "coalesce(x.note, '')",
      'x.created_at',
    ),
  },
  {
    need: 'requisition.read',
    search: documents('transfer', 'requisition.transfer', 'x.no', "''", 'x.sent_at'),
  },
  {
    need: 'issue.read',
    search: documents('issue', 'issue.issue', 'x.no', "x.title || '，' || x.ref_no", 'x.issued_at'),
  },
  {
    need: 'issue.read',
    search: documents('issue', 'issue.issue', 'x.ref_no', "x.title || '，' || x.no", 'x.issued_at'),
  },
  {
    need: 'recovery.read',
    search: documents('recovery', 'recovery.recovery', 'x.no', "''", 'x.recovered_at'),
  },
  {
    need: 'destruction.read',
    search: documents(
      'destruction',
      'destruction.destruction',
      'x.no',
      "x.place || '，' || x.method",
      'x.destroyed_at',
    ),
  },
  { need: 'staff.read', search: people },
]

/** What a scan is; a refusal (a shop's barcode, a misread) says why nothing can be found for it. */
export function readScan(q: string): { code: string | null; refusal: string | null } {
  try {
    return { code: classify(q).normalised, refusal: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Chinese words are no scan at all.
    return { code: null, refusal: /[^\x20-\x7e]/.test(q) ? null : error.message }
  }
}

/** Everything that a scan or a few characters may mean, within what the actor may read. */
export async function findAll(
  tx: Tx,
  actor: Actor,
  q: string,
  org: number | undefined,
): Promise<{ hits: Hit[]; code: string | null; refusal: string | null }> {
  const words = q.trim()
  const scanned = readScan(words)
  const hits: Hit[] = scanned.code ? [...(await codeHits(tx, scanned.code, org ?? null))] : []
  const worthwhile = words.length >= 2 && words.length <= 60
  for (const { need, search } of worthwhile ? searches : []) {
    if (actor.permissions.has(need)) hits.push(...(await search(tx, words, org ?? null)))
  }
  const seen = new Set<string>()
  return {
    ...scanned,
    hits: hits.filter(
      (h) =>
        !seen.has(`${h.kind}|${h.id ?? h.key}|${h.orgId}`) &&
        seen.add(`${h.kind}|${h.id ?? h.key}|${h.orgId}`),
    ),
  }
}
