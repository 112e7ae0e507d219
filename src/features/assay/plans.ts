import { createHash, randomBytes } from 'node:crypto'
import { isDrawn, residueKey } from '#core/assay/draw.ts'
import { tell } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { classTitle } from '#core/contract.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listPlans, mostProven, readPlan, setPlan, type PlanDetail, type PlanRow } from './planContract.ts'
import { checkPlanDays } from './rules.ts'

/** A proof walks at most so many residues; a plan that saw more is proven by its first. */
const mostWalked = 20_000

type Row = Omit<PlanRow, 'scope' | 'state' | 'commitment'> & {
  readonly drug: string | null
  readonly commitment: string
}

const columns = (tx: Tx) => tx`
  n.id as plan_id, n.org_id, n.drug_id, n.drug_class, d.name || ' ' || d.spec as drug, n.rate, n.method, n.tolerance_percent, n.test_days,
  n.valid_from, n.valid_to, n.starts_at, n.ends_at, n.reason, u.name as set_by, n.set_at, encode(n.commitment, 'hex') as commitment`
const tables = (tx: Tx) => tx`
  from assay.plan_now n
  join identity.app_user u on u.org_id = n.org_id and u.id = n.set_by
  left join ledger.drug d on d.org_id = n.org_id and d.id = n.drug_id`

function shown({ drug, ...row }: Row, at: string): PlanRow {
  const now = Date.parse(at)
  const state = now < Date.parse(row.startsAt) ? 'coming' : now < Date.parse(row.endsAt) ? 'current' : 'ended'
  return { ...row, scope: drug ?? `${row.drugClass ? classTitle[row.drugClass] : ''}类全部`, state }
}

export const assayPlans: Route[] = [
  on(setPlan, async (tx, actor, input) => {
    const { drugId, drugClass, rate, method, tolerancePercent, testDays, validFrom, validTo, reason } = input
    if ((drugId === undefined) === (drugClass === undefined)) throw new Refusal('ASSAY_PLAN_SCOPE')
    checkPlanDays(input, dayOf(actor.at))
    const [drug] =
      drugId === undefined
        ? []
        : await tx<{ name: string }[]>`
            select name || ' ' || spec as name from ledger.drug where org_id = ${actor.orgId} and id = ${drugId}`
    if (drugId !== undefined && !drug) throw new Refusal('NOT_FOUND')
    await tx`select pg_advisory_xact_lock(hashtextextended(${`assay/${actor.orgId}/plan`}, 0))`
    const scope = drug?.name ?? `${drugClass ? classTitle[drugClass] : ''}类`
    const later = (last: string) => new Refusal('ASSAY_PLAN_LATER', { scope, last })
    const [last] = await tx<{ validFrom: string }[]>`
      select max(valid_from) as valid_from from assay.plan
      where org_id = ${actor.orgId} and drug_id is not distinct from ${drugId ?? null} and drug_class is not distinct from ${drugClass ?? null}
      having max(valid_from) >= ${validFrom}::date`
    if (last) throw later(last.validFrom)
    const secret = randomBytes(32)
    const commitment = createHash('sha256').update(secret).digest()
    const [row] = await tx<{ id: number }[]>`
      insert into assay.plan (org_id, drug_id, drug_class, rate, method, tolerance_percent, test_days, valid_from, valid_to, reason, secret,
        commitment, set_by, set_at)
      values (${actor.orgId}, ${drugId ?? null}, ${drugClass ?? null}, ${rate}, ${method}, ${tolerancePercent}, ${testDays}, ${validFrom},
        ${validTo}, ${reason}, ${secret}, ${commitment}, ${actor.userId}, ${actor.at})
      returning id`.catch((error: unknown) => {
      if (brokenConstraint(error) === 'plan_version') throw later(validFrom)
      throw error
    })
    assert(row, 'an inserted plan has a number')
    const told = commitment.toString('hex')
    tell(
      actor,
      { kind: 'assayPlan', id: row.id, no: `${scope} ${validFrom}` },
      {
        drugId: drugId ?? null,
        drugClass: drugClass ?? null,
        rate,
        method,
        tolerancePercent,
        testDays,
        validFrom,
        validTo,
        commitment: told,
      },
      { reason },
    )
    return { planId: row.id, commitment: told }
  }),

  on(listPlans, async (tx, actor, input) => {
    const state = input.state ?? null
    const rows = await tx<(Row & { total: number })[]>`
      select ${columns(tx)}, count(*) over ()::int as total ${tables(tx)}
      where n.org_id = ${input.org ?? actor.orgId}
        and (${state}::text is null or ${state} = case when n.starts_at > ${actor.at} then 'coming' when n.ends_at > ${actor.at} then 'current' else 'ended' end)
      order by n.ends_at <= ${actor.at}, n.scope, n.valid_from desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _, ...r }) => shown(r, actor.at)), total: rows[0]?.total ?? 0 }
  }),

  on(readPlan, async (tx, actor, { planId }) => {
    const [row] = await tx<(Row & { secret: Uint8Array })[]>`
      select ${columns(tx)}, n.secret ${tables(tx)} where n.id = ${planId}`
    if (!row) throw new Refusal('NOT_FOUND')
    const { secret, ...rest } = row
    const plan = shown(rest, actor.at)
    const leftInHands = await inHands(tx, plan)
    const disclosed = plan.state === 'ended' && leftInHands === 0
    return {
      ...plan,
      leftInHands,
      secret: disclosed ? Buffer.from(secret).toString('hex') : null,
      proof: disclosed ? await proofOf(tx, plan, secret) : null,
    }
  }),
]

/** Units and contents that were handed out under the plan and have not found their end: they would be foreseen. */
async function inHands(tx: Tx, p: PlanRow): Promise<number> {
  const [row] = await tx<{ n: number }[]>`
    select count(*)::int as n from issue.issue i
    join ledger.balance b on b.org_id = i.org_id and b.account_id = i.account_id and b.item in ('intact', 'content') and b.quantity > 0
    where i.org_id = ${p.orgId} and i.issued_at >= ${p.startsAt} and i.issued_at < ${p.endsAt}
      and assay.plan_of(i.org_id, b.drug_id, i.issued_at) = ${p.planId}`
  return row?.n ?? 0
}

interface Residue {
  readonly issueId: number
  readonly issueNo: string
  readonly lotNo: string
  readonly code: string
  readonly sampleNo: string | null
  readonly sampleId: number | null
}

/** The draw over every residue of the plan's days that was poured away or sampled, made again from the secret. */
async function proofOf(tx: Tx, p: PlanRow, secret: Uint8Array): Promise<PlanDetail['proof']> {
  const residues = await tx<Residue[]>`
    select i.id as issue_id, i.no as issue_no, l.lot_no, x.code, s.no as sample_no, s.id as sample_id
    from issue.issue i
    cross join lateral (
      select distinct e.drug_id, e.lot_id, e.code from ledger.entry e
      join ledger.account a on a.org_id = e.org_id and a.id = e.destination_id and a.kind in ('disposed', 'sample')
      where e.org_id = i.org_id and e.source_id = i.account_id and e.item = 'content' and e.recorded_at >= i.issued_at) x
    join ledger.lot l on l.org_id = i.org_id and l.id = x.lot_id
    left join lateral (
      select n.no, n.id from assay.sample_now n where n.org_id = i.org_id and n.issue_id = i.id and n.lot_id = x.lot_id and n.code = x.code
        and n.state <> 'void' limit 1) s on true
    where i.org_id = ${p.orgId} and i.issued_at >= ${p.startsAt} and i.issued_at < ${p.endsAt}
      and assay.plan_of(i.org_id, x.drug_id, i.issued_at) = ${p.planId}
    order by i.issued_at, i.id, x.lot_id, x.code limit ${mostWalked}`
  const rows = residues.map(({ issueNo, lotNo, code, ...r }) => {
    const key = residueKey({ issueNo, lotNo, code })
    return { ...r, key, drawn: isDrawn(secret, key, p.rate) }
  })
  const drawn = rows.filter((r) => r.drawn)
  return {
    residues: rows.length,
    drawn: drawn.length,
    sampled: rows.filter((r) => r.sampleNo !== null).length,
    missed: drawn.filter((r) => r.sampleNo === null).length,
    rows: rows.slice(0, mostProven),
  }
}
