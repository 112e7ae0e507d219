import { createHash } from 'node:crypto'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { placeTitle } from '#core/drawers.ts'
import {
  afterDays,
  type ChangeRow,
  type StockLine,
  type WithoutRight,
  type ChangeDetail,
} from './contract.ts'

/** Of the changes of class that concern this hospital's drugs: far enough back for an inspection, and all that are to come. */
const farDays = 3650

export type Change = Omit<ChangeRow, 'state'> & { readonly note: string | null }

/** `day`: one of them only. The newest first. */
export async function changesOf(tx: Tx, org: number, at: string, day?: string): Promise<Change[]> {
  const today = dayOf(at)
  const [from, to] = day
    ? [tx`${day}::date`, tx`${day}::date`]
    : [tx`${today}::date - ${farDays}::int`, tx`'9999-12-31'::date`]
  return tx<Change[]>`
    select c.effective_on, c.drugs, coalesce(s.lines, 0)::int as lines, coalesce(s.unfit_lines, 0)::int as unfit_lines,
      u.name as confirmed_by, w.name as witness, f.confirmed_at, f.note
    from (
      select c.effective_on, json_agg(json_build_object('drugId', d.id, 'name', d.name, 'spec', d.spec, 'unit', d.unit,
        'oldClass', c.old_class, 'newClass', c.new_class) order by d.code) as drugs
      from reclassification.changes(${from}, ${to}) c join ledger.drug d on d.org_id = ${org} and d.product_id = c.product_id
      group by c.effective_on) c
    left join lateral (
      select count(*) as lines, count(l.unfit) as unfit_lines from reclassification.listing(${org}, c.effective_on, c.effective_on) l
      where c.effective_on >= ${today}::date - ${afterDays}::int) s on true
    left join reclassification.confirmation f on f.org_id = ${org} and f.effective_on = c.effective_on
    left join identity.app_user u on u.org_id = f.org_id and u.id = f.confirmed_by
    left join identity.app_user w on w.org_id = f.org_id and w.id = f.witness_id
    order by c.effective_on desc limit 100`
}

export async function stockOf(tx: Tx, org: number, day: string): Promise<StockLine[]> {
  return tx<StockLine[]>`
    select l.drug_id, d.name, d.spec, d.unit, l.old_class, l.new_class, l.lot_id, l.account_id, t.lot_no, t.expiry,
      case when p.id is null then a.title else ${placeTitle(tx, 'p')} end as place, l.location_id, l.units, l.unfit
    from reclassification.listing(${org}, ${day}::date, ${day}::date) l
    join ledger.drug d on d.org_id = ${org} and d.id = l.drug_id
    join ledger.lot t on t.org_id = ${org} and t.id = l.lot_id
    join ledger.account a on a.org_id = ${org} and a.id = l.account_id
    left join place.location p on p.org_id = ${org} and p.id = l.location_id
    order by l.unfit is null, d.code, p.code nulls last, t.lot_no, l.account_id limit 5000`
}

/** What two people sign: the list line by line, in the order of its keys. */
export function hashOf(day: string, stock: readonly StockLine[]): string {
  const lines = stock
    .map((l) => [l.drugId, l.lotId, l.accountId, l.oldClass, l.newClass, l.units, l.unfit ?? ''].join('/'))
    .toSorted((a, b) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(`zhuisu/reclassification/v1\0${day}\n${lines.join('\n')}`)
    .digest('hex')
}

const moving = [
  'receipt.sign',
  'requisition.send',
  'requisition.accept',
  'issue.work',
  'prescription.dispense',
  'use.record',
]

/** Who works with these drugs today and may not tomorrow. The right to prescribe is asked for 麻 and 精一 only. */
export async function peopleWithout(tx: Tx, org: number, at: string, day: string): Promise<WithoutRight[]> {
  return tx<WithoutRight[]>`
    with c as (select d.id as drug_id, x.old_class, x.new_class from reclassification.changes(${day}::date, ${day}::date) x
      join ledger.drug d on d.org_id = ${org} and d.product_id = x.product_id)
    select u.id as user_id, u.name, u.title, 'prescribes' as why from identity.app_user u
    where u.org_id = ${org} and u.disabled_at is null
      and exists (select from prescription.prescription p join prescription.line l on l.org_id = p.org_id and l.prescription_id = p.id
        join c on c.drug_id = l.drug_id and c.new_class in ('NAR', 'PS1')
        where p.org_id = u.org_id and p.prescriber_id = u.id and p.voided_at is null
          and p.written_at >= reclassification.midnight(${day}::date - 90) and p.written_at < reclassification.midnight(${day}::date + 1))
      and not exists (select from identity.qualification q where q.org_id = u.org_id and q.user_id = u.id and q.type = 'prescribe'
        and q.revoked_at is null and ${day}::date between q.valid_from and q.valid_to)
    union all
    select u.id, u.name, u.title, 'scope' from identity.app_user u
    where u.org_id = ${org} and u.disabled_at is null
      and exists (select from c, lateral (
        select bool_or(cardinality(a.classes) = 0 or c.new_class = any (a.classes)) as then_may, bool_or(c.old_class = any (a.classes)) as may
        from identity.assignments_of(u.org_id, u.id, ${at}::timestamptz) a where a.permissions && ${moving}::text[]) m
        where m.may and not m.then_may)
    order by 1, 4 limit 500`
}

/** Written under the old class and not filled: from the day on they need a new paper. */
export async function openPrescriptions(
  tx: Tx,
  org: number,
  at: string,
  day: string,
): Promise<ChangeDetail['prescriptions']> {
  return tx<ChangeDetail['prescriptions']>`
    select p.id as prescription_id, p.no, u.name as prescriber, p.valid_to, string_agg(d.name || ' × ' || l.units || ' ' || d.unit, '，' order by l.line) as drug
    from reclassification.changes(${day}::date, ${day}::date) x
    join ledger.drug d on d.org_id = ${org} and d.product_id = x.product_id
    join prescription.line l on l.org_id = d.org_id and l.drug_id = d.id and l.class = x.old_class
    join prescription.prescription p on p.org_id = l.org_id and p.id = l.prescription_id
    join identity.app_user u on u.org_id = p.org_id and u.id = p.prescriber_id
    where p.voided_at is null and p.valid_to >= least(${day}::date, ${dayOf(at)}::date)
      and (select f.id from prescription.filled f where f.org_id = p.org_id and f.prescription_id = p.id limit 1) is null
    group by p.id, p.no, u.name, p.valid_to order by p.valid_to, p.id limit 500`
}
