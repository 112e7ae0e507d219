import { readFileSync } from 'node:fs'
import type { Client } from '#apps/client.ts'
import type { OutputOf } from '#core/contract.ts'
import { testNow, witness, type Hospital } from '#test/harness.ts'
import { readReceipt, setLot, signReceipt, startReceipt, type ReceiptDetail } from './contract.ts'

export const keeper = 'wangxuemei@lushan'
export const second = 'lizhenhua@lushan'
export const sample = (name: string): Uint8Array =>
  readFileSync(new URL(`../../../samples/${name}`, import.meta.url))

/** Product codes of the demonstration drugs, by the prefix of their boxes. */
export const drugs = {
  sufentanil: 'NAR017',
  remifentanil: 'NAR020',
  fentanyl: 'NAR012',
  morphine: 'NAR002',
  midazolam: 'PS1005',
}
export type DrugWord = keyof typeof drugs

export interface Desk {
  readonly orgId: number
  readonly supplierId: number
  readonly locationId: number
  /** Account of the vault, of the red box, of the supplier. */
  readonly vault: number
  readonly quarantine: number
  readonly supplier: number
  drug(word: DrugWord): number
}

/** Where one hospital receives: its first supplier and vault, its drugs by word. */
export async function deskOf(h: Hospital, code = 'lushan'): Promise<Desk> {
  const [org] = await h.db.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.org where code = ${code}`,
  )
  const orgId = org?.id ?? 0
  return h.db.asOrg(orgId, async (tx) => {
    const rows = await tx<
      { id: number; code: string }[]
    >`select id, code from ledger.drug where org_id = ${orgId}`
    const [place] = await tx<{ id: number; accountId: number }[]>`
      select id, account_id from place.location where org_id = ${orgId} and kind = 'store' order by tier, id limit 1`
    const [red] = await tx<{ accountId: number }[]>`
      select account_id from place.location where org_id = ${orgId} and kind = 'quarantine' order by id limit 1`
    const [supplier] = await tx<{ id: number; accountId: number }[]>`
      select id, account_id from partner.supplier where org_id = ${orgId} order by id limit 1`
    const drug = (word: DrugWord) => rows.find((r) => r.code === drugs[word])?.id ?? 0
    const accounts = {
      vault: place?.accountId ?? 0,
      quarantine: red?.accountId ?? 0,
      supplier: supplier?.accountId ?? 0,
    }
    return { orgId, supplierId: supplier?.id ?? 0, locationId: place?.id ?? 0, drug, ...accounts }
  })
}

/** Opens a receipt with lines by hand; units by drug. */
export async function arrive(
  client: Client,
  desk: Desk,
  units: Partial<Record<DrugWord, number>>,
): Promise<number> {
  const lines = Object.entries(units).map(([word, n]) => ({ drugId: desk.drug(word as DrugWord), units: n }))
  const { supplierId, locationId } = desk
  return (await client.call(startReceipt, { supplierId, locationId, deliveryNo: 'CX26112300871', lines })).id
}

export const read = (client: Client, id: number): Promise<ReceiptDetail> => client.call(readReceipt, { id })

/** Gives a drug's line the lot that its boxes bear. */
export async function giveLot(
  client: Client,
  desk: Desk,
  id: number,
  word: DrugWord,
  lotNo: string,
  expiry = '2029-08-31',
): Promise<void> {
  const line = (await read(client, id)).lines.find((l) => l.drugId === desk.drug(word))
  await client.call(setLot, { id, lineId: line?.id ?? 0, lotNo, expiry })
}

export const sound = { qualityState: '外观、封签完好', conclusion: '合格入库' } as const

/** Both people sign what stands there now. */
export async function sign(
  client: Client,
  id: number,
  other = second,
): Promise<OutputOf<typeof signReceipt>> {
  const { version } = await read(client, id)
  return client.call(signReceipt, { id, version, ...sound }, witness(other))
}

/** Units of a code, or of everything, by account. */
export function balances(h: Hospital, desk: Desk, code?: string): Promise<Map<number, number>> {
  return h.db.asOrg(desk.orgId, async (tx) => {
    const rows = await tx<{ accountId: number; units: number }[]>`
      select account_id, sum(quantity)::int as units from ledger.balance
      where org_id = ${desk.orgId} and quantity <> 0 and (${code ?? null}::text is null or code = ${code ?? null}) group by account_id`
    return new Map(rows.map((r) => [r.accountId, r.units]))
  })
}

/** Minutes since the test's afternoon began. */
export const minutes = (n: number): string => new Date(Date.parse(testNow) + n * 60_000).toISOString()
