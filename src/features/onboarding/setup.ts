import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import type { Permission } from '#core/identity/permissions.ts'
import type { setupSteps } from './contract.ts'

interface Facts {
  readonly received: boolean
  readonly keepers: number
  readonly heads: number
  readonly departments: number
  readonly stores: number
  readonly suppliers: number
  readonly drugs: number
  readonly cards: number
}

/** Who prepares an institution; for everybody else the list would be noise. */
const prepares: readonly Permission[] = ['staff.write', 'place.write']

export interface SetupStep {
  readonly key: (typeof setupSteps)[number]
  readonly done: boolean
  /** What is there, and what is still needed. */
  readonly says: string
}

/** 开通清单 from the rows as they are; null where nothing is left, or the first receipt is signed: then it never comes back. */
export async function setupOf(tx: Tx, actor: Actor): Promise<SetupStep[] | null> {
  if (!prepares.some((p) => actor.permissions.has(p))) return null
  const day = dayOf(actor.at)
  const [facts] = await tx<Facts[]>`
    select exists (select from receipt.receipt r where r.org_id = o.id and r.signed_at is not null) as received,
      (select count(distinct u.id)::int from identity.app_user u
        join identity.user_role ur on ur.org_id = u.org_id and ur.user_id = u.id
        join identity.role r on r.org_id = ur.org_id and r.id = ur.role_id
        join identity.qualification q on q.org_id = u.org_id and q.user_id = u.id and q.type = 'handle' and q.revoked_at is null
          and q.valid_from <= ${day} and q.valid_to >= ${day}
        where u.org_id = o.id and u.disabled_at is null
          and (r.permissions && '{receipt.sign,receipt.witness}'::text[])) as keepers,
      (select count(*)::int from identity.user_role ur join identity.role r on r.org_id = ur.org_id and r.id = ur.role_id
        where ur.org_id = o.id and 'purchaseCard.write' = any (r.permissions)) as heads,
      (select count(*)::int from identity.department d where d.org_id = o.id) as departments,
      (select count(*)::int from place.location l where l.org_id = o.id and l.kind = 'store' and l.tier = 1 and l.stopped_at is null) as stores,
      (select count(*)::int from partner.supplier s where s.org_id = o.id) as suppliers,
      (select count(*)::int from ledger.drug g where g.org_id = o.id) as drugs,
      (select count(*)::int from purchase_card.card c where c.org_id = o.id) as cards
    from identity.org o where o.id = core.current_org() and o.kind = 'institution'`
  if (!facts || facts.received) return null
  const steps = stepsFrom(facts)
  return steps.every((s) => s.done) ? null : steps
}

/** Two who may receive and are qualified: a receipt is signed by two. */
function stepsFrom(f: Facts): SetupStep[] {
  return [
    {
      key: 'people',
      done: f.keepers >= 2 && f.heads >= 1,
      says: `能收货的 ${f.keepers} 人（至少 2 人，有麻精管理培训合格），药学部负责人 ${f.heads} 人`,
    },
    {
      key: 'places',
      done: f.departments >= 1 && f.stores >= 1,
      says: `科室 ${f.departments} 个，一级库 ${f.stores} 个`,
    },
    { key: 'suppliers', done: f.suppliers >= 1, says: `供应商 ${f.suppliers} 家，含麻精定点批发资质` },
    { key: 'drugs', done: f.drugs >= 1, says: `药品 ${f.drugs} 个` },
    {
      key: 'card',
      done: f.cards >= 1,
      says: f.cards >= 1 ? '已登记' : '由药学部负责人登记，采购人员须先建账号',
    },
  ]
}
