import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { Order, Rescue } from './rules.ts'

export interface Standing extends Rescue {
  readonly id: number
  readonly no: string
  readonly orderDueAt: string
  readonly issuedAt: string
  readonly matched: boolean
  /** Not opened yet, in words; null where nothing is left whole. */
  readonly held: string | null
}

/** A rescue that was not taken back. Refuses NOT_FOUND. */
export async function rescueOf(tx: Tx, actor: Actor, id: number): Promise<Standing> {
  const [row] = await tx<(Omit<Standing, 'used'> & { used: [number, number][] })[]>`
    select i.id, i.no, i.doctor_id, d.name as doctor, i.record_no, i.patient_name, i.issued_at, s.order_due_at, s.matched_at is not null as matched,
      (select string_agg(g.name || ' ' || b.units || ' ' || g.unit, '、' order by g.code) from (
        select drug_id, sum(quantity) as units from ledger.balance where org_id = i.org_id and account_id = i.account_id and item = 'intact'
          and quantity <> 0 group by drug_id) b join ledger.drug g on g.org_id = i.org_id and g.id = b.drug_id) as held,
      (select coalesce(json_agg(json_build_array(u.drug_id, u.units)), '[]') from (
        select m.drug_id, sum(case when m.incoming then m.quantity else -m.quantity end)::int as units
        from ledger.moves_of(i.org_id, i.account_id, '-infinity') m where m.item = 'intact' and m.other in ('location', 'quarantine')
        group by m.drug_id) u where u.units <> 0) as used
    from emergency.standing s
    join issue.issue i on i.org_id = s.org_id and i.id = s.issue_id
    join identity.app_user d on d.org_id = i.org_id and d.id = i.doctor_id
    where s.org_id = ${actor.orgId} and s.issue_id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return { ...row, used: new Map(row.used) }
}

export interface Written extends Order {
  readonly id: number
  readonly writtenAt: string
  readonly useAt: 'home' | 'institution'
  /** Why it can fill nothing any more. */
  readonly spent: string | null
}

const written = (tx: Tx) => tx`
  p.id, p.no, p.prescriber_id as doctor_id, d.name as doctor, p.record_no, p.patient_name, p.written_at, p.use_at,
  case when p.voided_at is not null then '作废' else (select '发药（' || f.no || '）' from prescription.filled f
    where f.org_id = p.org_id and f.prescription_id = p.id limit 1) end as spent,
  (select coalesce(json_agg(json_build_array(l.drug_id, l.units) order by l.line), '[]') from prescription.line l
    where l.org_id = p.org_id and l.prescription_id = p.id) as lines`

type Row = Omit<Written, 'lines'> & { lines: [number, number][] }
const read = (row: Row): Written => ({ ...row, lines: new Map(row.lines) })

/** Refuses NOT_FOUND, DOCUMENT_CLOSED, RX_TAKE_HOME. Locked: two desks cannot both fill it. */
export async function prescriptionOf(tx: Tx, actor: Actor, id: number): Promise<Written> {
  await tx`select from prescription.prescription where org_id = ${actor.orgId} and id = ${id} for update`
  const [row] = await tx<Row[]>`
    select ${written(tx)} from prescription.prescription p
    join identity.app_user d on d.org_id = p.org_id and d.id = p.prescriber_id
    where p.org_id = ${actor.orgId} and p.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.spent !== null) throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: row.spent })
  if (row.useAt === 'home') throw new Refusal('RX_TAKE_HOME', { no: row.no })
  return read(row)
}

const [mostCandidates, hoursBefore] = [50, 24] as const

/** Prescriptions for use here that nothing has filled, of the rescue's day and since, the newest first. */
export async function openPrescriptions(tx: Tx, actor: Actor, rescue: Standing): Promise<Written[]> {
  const since = new Date(Date.parse(rescue.issuedAt) - hoursBefore * 3_600_000).toISOString()
  const rows = await tx<Row[]>`
    select ${written(tx)} from prescription.prescription p
    join identity.app_user d on d.org_id = p.org_id and d.id = p.prescriber_id
    where p.org_id = ${actor.orgId} and p.written_at >= ${since} and p.voided_at is null and p.use_at = 'institution'
      and not exists (select from prescription.filled f where f.org_id = p.org_id and f.prescription_id = p.id)
      and exists (select from prescription.line l where l.org_id = p.org_id and l.prescription_id = p.id
        and l.drug_id = any (${[...rescue.used.keys()]}::bigint[]))
    order by p.written_at desc, p.id desc limit ${mostCandidates}`
  return rows.map(read)
}

export interface Words {
  nameOf(drugId: number): string
  amount(drugId: number, units: number): string
}

/** Drugs in words: `枸橼酸舒芬太尼注射液 1ml:50μg`, `2 支`. */
export async function wordsFor(tx: Tx, actor: Actor, drugIds: readonly number[]): Promise<Words> {
  const rows = await tx<{ id: number; name: string; unit: string }[]>`
    select id, name || ' ' || spec as name, unit from ledger.drug where org_id = ${actor.orgId} and id = any (${drugIds as number[]}::bigint[])`
  const of = new Map(rows.map((r) => [r.id, r]))
  return {
    nameOf: (drugId) => of.get(drugId)?.name ?? '该药品',
    amount: (drugId, units) => `${units} ${of.get(drugId)?.unit ?? ''}`.trim(),
  }
}
