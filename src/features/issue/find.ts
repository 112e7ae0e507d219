import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { classify } from '#core/codes/code.ts'
import type { Tx } from '#core/db.ts'
import { knownCode } from '#core/ledger/codes.ts'
import { freeLabels } from '#core/ledger/picks.ts'
import { Refusal } from '#core/refusal.ts'
import type { FoundStock } from './contract.ts'

const mostLabels = 100

/** What a scan at the dispensing desk means. Refuses NOT_FOUND, CODE_NEVER_RECEIVED, CODE_NOT_HERE, LOT_EXPIRED. */
export async function stockOfScan(
  tx: Tx,
  actor: Actor,
  locationId: number,
  raw: string,
): Promise<FoundStock> {
  const known = await knownCode(tx, actor.orgId, classify(raw).normalised)
  const [place] = await tx<{ accountId: number; name: string }[]>`
    select account_id, name from place.location where org_id = ${actor.orgId} and id = ${locationId}`
  if (!place) throw new Refusal('NOT_FOUND')
  const [row] = await tx<
    (Pick<FoundStock, 'drugId' | 'name' | 'spec' | 'unit' | 'drugClass'> & { haveUnits: number })[]
  >`
    select d.drug_id, d.name, d.spec, d.unit, d.drug_class, b.quantity as have_units
    from ledger.balance b join catalogue.drug_name d on d.org_id = b.org_id and d.drug_id = b.drug_id
    where b.org_id = ${actor.orgId} and b.account_id = ${place.accountId} and b.item = 'intact' and b.code = ${known.code} and b.code <> '' and b.quantity > 0`
  if (!row) throw new Refusal('CODE_NOT_HERE', { code: known.code, place: place.name })
  if (known.expiry < dayOf(actor.at))
    throw new Refusal('LOT_EXPIRED', { lot: known.lotNo, expiry: known.expiry, act: '领用' })
  const splits = known.units > 1
  const nextNos = splits ? (await freeLabels(tx, actor.orgId, known)).slice(0, mostLabels) : []
  return {
    ...row,
    code: known.code,
    lotId: known.lotId,
    lotNo: known.lotNo,
    expiry: known.expiry,
    splits,
    nextNos,
  }
}
