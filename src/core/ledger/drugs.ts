import type { Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'

/** What the ledger keeps of a drug; strength in whole content units, 0 where it is not tracked once opened. */
export interface NewDrug {
  readonly code: string
  readonly name: string
  readonly spec: string
  readonly unit: string
  readonly contentUnit: string
  readonly contentPerUnit: number
  readonly volumeUl: number | null
  /** 空安瓿 废贴 …; null: nothing to recover. */
  readonly container: string | null
  readonly productId: number
}

/** Makes a drug known to the ledger. It never changes again: another strength is another drug. Refuses: ALREADY_EXISTS. */
export async function addLedgerDrug(tx: Tx, actor: Pick<Actor, 'orgId'>, drug: NewDrug): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into ledger.drug (org_id, code, name, spec, unit, content_unit, content_per_unit, volume_ul, container, product_id)
    values (${actor.orgId}, ${drug.code}, ${drug.name}, ${drug.spec}, ${drug.unit}, ${drug.contentUnit}, ${drug.contentPerUnit},
      ${drug.volumeUl}, ${drug.container}, ${drug.productId})
    returning id`.catch((error: unknown) => {
    if (brokenConstraint(error) === 'drug_code')
      throw new Refusal('ALREADY_EXISTS', { what: '药品编码', value: drug.code })
    throw error
  })
  assert(row, 'an inserted drug has a number')
  return row.id
}
