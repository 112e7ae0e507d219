import type { CallInputOf, OutputOf } from '#core/contract.ts'
import { createIssue } from '#features/issue/contract.ts'
import { administer, openUnits } from '#features/residue/contract.ts'
import { mapOf, receiveBoxes, type Received, type Surroundings } from './flow.ts'
import { witness, type Hospital } from './harness.ts'

/** The way from 手术药房 through a hand to the empty ampoule, for tests of what comes after it. */
export interface Loop extends Surroundings {
  readonly h: Hospital
  readonly org: string
  /** By account: chensiyuan@lushan. */
  user(account: string): number
}

export async function loopOf(h: Hospital, code = 'lushan'): Promise<Loop> {
  const map = await mapOf(h, code)
  const users = await h.db.asOrg(
    map.orgId,
    (tx) =>
      tx<
        { id: number; account: string }[]
      >`select id, account from identity.app_user where org_id = ${map.orgId}`,
  )
  const user = (account: string): number => {
    const found = users.find((u) => u.account === account)
    if (!found) throw new Error(`the demonstration data have no ${account}`)
    return found.id
  }
  return { ...map, h, org: code, user }
}

/** A box code that no sample file holds. */
export { newCode as newBox, jpeg, photo } from './flow.ts'

export interface Coming {
  readonly drug?: string
  readonly lotNo: string
  readonly boxes?: number
  readonly place?: string
  readonly expiry?: string
  /** Codes that were on the books before. */
  readonly codes?: readonly string[]
  readonly people?: readonly [keeper: string, second: string]
}

export type Arrived = Received

/** Boxes come into a place (手术药房 when absent): scanned one by one and signed by two. */
export function bring(at: Loop, c: Coming): Promise<Arrived> {
  const { drug = 'NAR017', place = 'B01', boxes = 1, expiry = '2029-08-31', people, ...rest } = c
  const [keeper, second] = people ?? []
  const who = { ...(keeper ? { keeper } : {}), ...(second ? { second } : {}) }
  return receiveBoxes(at.h, { ...rest, drug, place, boxes, expiry, ...who, org: at.org })
}

type NewIssue = CallInputOf<typeof createIssue>
export interface Hand {
  readonly id: number
  readonly no: string
  readonly movementId: number
  /** Labels of the ampoules, in order. */
  readonly codes: string[]
}

let surgeries = 0

/** So many ampoules of a box go into somebody's hand for a surgery: 李倩 issues, 何志远 checks. */
export async function hand(
  at: Loop,
  box: string,
  units: number,
  over: Partial<NewIssue> & { drug?: string } = {},
): Promise<Hand> {
  const { drug = 'NAR017', ...rest } = over
  const doctor = at.user('chensiyuan@lushan')
  const issued: OutputOf<typeof createIssue> = await (
    await at.h.as('liqian@lushan')
  ).call(
    createIssue,
    {
      kind: 'surgery',
      refNo: `SS-1123-${String(++surgeries).padStart(3, '0')}`,
      title: '腹腔镜胆囊切除术',
      room: '手术 2 间',
      locationId: at.place('B01').id,
      patient: { name: '邓小满', sex: '女', age: 54, recordNo: '0482119916' },
      diagnosis: '胆囊结石',
      doctorId: doctor,
      holderId: doctor,
      plan: [{ drugId: at.drug(drug), units }],
      picks: [{ code: box, units }],
      fefoReason: '测试',
      ...rest,
    },
    witness('hezhiyuan@lushan'),
  )
  return {
    id: issued.id,
    no: issued.no,
    movementId: issued.movementId,
    codes: issued.labels.map((l) => l.code),
  }
}

/** The holder opens ampoules and gives all of them (50 ug each unless told), so that only the empties are left. */
export async function useUp(
  at: Loop,
  issue: Hand,
  codes: readonly string[] = issue.codes,
  contentEach = 50,
  by = 'chensiyuan@lushan',
): Promise<{ opened: number; given: number }> {
  const holder = await at.h.as(by)
  const opened = await holder.call(openUnits, { id: issue.id, units: codes.map((code) => ({ code })) })
  const given = await holder.call(administer, {
    id: issue.id,
    route: '静脉注射',
    doses: codes.map((code) => ({ code, content: contentEach })),
  })
  return { opened: opened.movementId, given: given.movementId }
}

export interface Held {
  readonly account: string
  readonly kind: string
  readonly item: string
  readonly lotNo: string
  readonly code: string
  readonly quantity: number
}

/** Balances that are not zero, inside and outside, as the books name them. */
export function holdings(
  at: Loop,
  where: { item?: string; lotNo?: string; code?: string } = {},
): Promise<Held[]> {
  return at.h.db.asOrg(at.orgId, async (tx) => [
    ...(await tx<Held[]>`
      select a.title as account, a.kind, b.item, l.lot_no, b.code, b.quantity
      from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id
      join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id
      where b.org_id = ${at.orgId} and b.quantity <> 0
        and (${where.item ?? null}::text is null or b.item = ${where.item ?? null})
        and (${where.lotNo ?? null}::text is null or l.lot_no = ${where.lotNo ?? null})
        and (${where.code ?? null}::text is null or b.code = ${where.code ?? null})
      order by b.account_id, b.item, b.lot_id, b.code`),
  ])
}
