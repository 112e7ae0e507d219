import { randomBytes } from 'node:crypto'
import type { Client } from '#apps/client.ts'
import { formulary } from '#apps/demo/orgs.ts'
import { uploadEvidence } from '#core/files/contract.ts'
import { readReceipt, scanOne, setLot, signReceipt, startReceipt } from '#features/receipt/contract.ts'
import { testNow, witness, type Hospital } from './harness.ts'

/** Where things are in one hospital: places by code (A01, B01 …) and drugs by product code (NAR017 …). */
export interface Surroundings {
  readonly orgId: number
  readonly supplierId: number
  place(code: string): { id: number; accountId: number }
  drug(code: string): number
}

/** Looks up the demonstration hospital's numbers, so that tests can speak in its words. */
export async function mapOf(hospital: Hospital, org = 'lushan'): Promise<Surroundings> {
  const [row] = await hospital.db.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.org where code = ${org}`,
  )
  const orgId = row?.id ?? 0
  return hospital.db.asOrg(orgId, async (tx) => {
    const places = await tx<{ code: string; id: number; accountId: number }[]>`
      select code, id, account_id from place.location where org_id = ${orgId}`
    const drugs = await tx<
      { code: string; id: number }[]
    >`select code, id from ledger.drug where org_id = ${orgId}`
    const [supplier] = await tx<
      { id: number }[]
    >`select id from partner.supplier where org_id = ${orgId} order by id limit 1`
    return {
      orgId,
      supplierId: supplier?.id ?? 0,
      place: (code) => found(places, code),
      drug: (code) => found(drugs, code).id,
    }
  })
}

function found<T extends { code: string }>(rows: readonly T[], code: string): T {
  const row = rows.find((r) => r.code === code)
  if (!row) throw new Error(`the demonstration hospital has no ${code}`)
  return row
}

export interface Boxes {
  /** Product code of the drug: NAR017. */
  readonly drug: string
  readonly boxes: number
  readonly lotNo: string
  readonly expiry: string
  /** Code of the place that receives; the vault when absent. */
  readonly place?: string
  /** Codes that were on the books before; new ones when absent. */
  readonly codes?: readonly string[]
  readonly org?: string
  readonly keeper?: string
  readonly second?: string
}

export interface Received {
  readonly codes: string[]
  readonly drugId: number
  readonly lotId: number
  readonly units: number
  readonly unitsPerBox: number
  readonly receiptId: number
  /** Of the receipt's signature. */
  readonly movementId: number
}

let serial = 500_000_000

/** 20 digits that no sample file holds: product part, a serial that only rises, and four digits of check. */
export function newCode(prefix: string): string {
  serial += 1
  return `${prefix}${serial}${String(serial % 9973).padStart(4, '0')}`
}

/** Boxes come in through the real receipt: lines by hand, the lot, every box scanned, two people sign. */
export async function receiveBoxes(hospital: Hospital, what: Boxes): Promise<Received> {
  const at = await mapOf(hospital, what.org)
  const keeper = await hospital.as(what.keeper ?? 'wangxuemei@lushan')
  const pack = formulary.find((f) => f.product === what.drug)
  const [prefix, [, unitsPerBox]] = Object.entries(pack?.prefixes ?? {})[0] as unknown as [
    string,
    [number, number],
  ]
  const drugId = at.drug(what.drug)
  const codes = [...(what.codes ?? Array.from({ length: what.boxes }, () => newCode(prefix)))]
  const units = codes.length * unitsPerBox
  const locationId = at.place(what.place ?? 'A01').id
  const { id } = await keeper.call(startReceipt, {
    supplierId: at.supplierId,
    locationId,
    lines: [{ drugId, units }],
  })
  const [line] = (await keeper.call(readReceipt, { id })).lines
  await keeper.call(setLot, { id, lineId: line?.id ?? 0, lotNo: what.lotNo, expiry: what.expiry })
  for (const raw of codes) await keeper.call(scanOne, { id, raw })
  const movementId = await signAs(keeper, id, what.second ?? 'lizhenhua@lushan')
  const [lot] = await hospital.db.asOrg(
    at.orgId,
    (tx) => tx<{ id: number }[]>`
    select id from ledger.lot where org_id = ${at.orgId} and drug_id = ${drugId} and lot_no = ${what.lotNo}`,
  )
  return { codes, drugId, lotId: lot?.id ?? 0, units, unitsPerBox, receiptId: id, movementId }
}

async function signAs(keeper: Client, id: number, second: string): Promise<number> {
  const { version } = await keeper.call(readReceipt, { id })
  const signing = { id, version, qualityState: '外观、封签完好', conclusion: '合格入库' } as const
  return (await keeper.call(signReceipt, signing, witness(second))).movementId ?? 0
}

/** The smallest bytes that are a whole picture to the server; every call gives another one. */
export const jpeg = (): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(24), Buffer.from([0xff, 0xd9])])

/** Uploads a new photograph (or the one given) and gives its fingerprint. */
export async function photo(client: Client, file: Uint8Array = jpeg(), takenAt = testNow): Promise<string> {
  return (await client.call(uploadEvidence, { takenAt }, { file })).sha256
}

/** Units per account of a code in one hospital; accounts that hold nothing are left out. */
export async function whereIs(
  hospital: Hospital,
  code: string,
  org = 'lushan',
): Promise<Record<string, number>> {
  const { orgId } = await mapOf(hospital, org)
  return hospital.db.asOrg(orgId, async (tx) => {
    const rows = await tx<{ title: string; quantity: number }[]>`
      select a.title, b.quantity from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id
      where b.org_id = ${orgId} and b.code = ${code} and b.inside and b.quantity <> 0`
    return Object.fromEntries(rows.map((r) => [r.title, r.quantity]))
  })
}
