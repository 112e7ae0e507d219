import { randomBytes } from 'node:crypto'
import type { Client } from '#apps/client.ts'
import { formulary } from '#apps/demo/orgs.ts'
import type { CallInputOf, OutputOf } from '#core/contract.ts'
import { uploadEvidence } from '#core/files/contract.ts'
import { createIssue } from '#features/issue/contract.ts'
import { administer, openUnits } from '#features/residue/contract.ts'
import { readReceipt, scanOne, setLot, signReceipt, startReceipt } from '#features/receipt/contract.ts'
import { mapOf, type Surroundings } from './flow.ts'
import { testNow, witness, type Hospital } from './harness.ts'

/** The way from 手术药房 through a hand to the empty ampoule, for tests of what comes after it. */
export interface Loop extends Surroundings {
  readonly h: Hospital
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
  return { ...map, h, user }
}

let serial = 310_000_000

/** A box code that no sample file holds. */
export const newBox = (prefix: string): string =>
  `${prefix}${++serial}${String(serial % 9973).padStart(4, '0')}`

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

export interface Arrived {
  readonly codes: string[]
  readonly lotId: number
  readonly movementId: number
  readonly receiptId: number
}

/** Boxes come into a place (手术药房 when absent): scanned one by one and signed by two. */
export async function bring(at: Loop, c: Coming): Promise<Arrived> {
  const { drug = 'NAR017', place = 'B01', boxes = 1, people = ['wangxuemei@lushan', 'lizhenhua@lushan'] } = c
  const keeper = await at.h.as(people[0])
  const [prefix = '', pack = [1, 10]] =
    Object.entries<readonly number[]>(formulary.find((f) => f.product === drug)?.prefixes ?? {})[0] ?? []
  const codes = [...(c.codes ?? Array.from({ length: boxes }, () => newBox(prefix)))]
  const lines = [{ drugId: at.drug(drug), units: codes.length * (pack[1] ?? 10) }]
  const { id } = await keeper.call(startReceipt, {
    supplierId: at.supplierId,
    locationId: at.place(place).id,
    lines,
  })
  const lineId = (await keeper.call(readReceipt, { id })).lines[0]?.id ?? 0
  await keeper.call(setLot, { id, lineId, lotNo: c.lotNo, expiry: c.expiry ?? '2029-08-31' })
  for (const raw of codes) await keeper.call(scanOne, { id, raw })
  const { version } = await keeper.call(readReceipt, { id })
  const signing = { id, version, qualityState: '外观、封签完好', conclusion: '合格入库' } as const
  const { movementId } = await keeper.call(signReceipt, signing, witness(people[1]))
  return { codes, lotId: await lotId(at, c.lotNo), movementId: movementId ?? 0, receiptId: id }
}

export async function lotId(at: Loop, lotNo: string): Promise<number> {
  const [row] = await at.h.db.asOrg(
    at.orgId,
    (tx) => tx<{ id: number }[]>`
    select id from ledger.lot where org_id = ${at.orgId} and lot_no = ${lotNo}`,
  )
  return row?.id ?? 0
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

/** The smallest bytes that are a whole picture to the server; every call gives another one. */
export const jpeg = (): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(24), Buffer.from([0xff, 0xd9])])

export async function photo(client: Client, file: Uint8Array = jpeg(), takenAt = testNow): Promise<string> {
  return (await client.call(uploadEvidence, { takenAt }, { file })).sha256
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
