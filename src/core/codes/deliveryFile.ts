import type { Encoding } from '#core/tables/encoding.ts'
import { deliveryLimitBytes } from './contract.ts'

export interface DeliveryCode {
  /** Normalised. */
  readonly code: string
  readonly raw: string
  /** 1 = smallest sellable pack. Formats that carry no level give 1. */
  readonly level: 1 | 2 | 3
  /** Normalised code of the pack around it. */
  readonly parent?: string
  readonly lotNo?: string
  /** YYYY-MM-DD. */
  readonly made?: string
  /** YYYY-MM-DD. */
  readonly expiry?: string
  /** As the file gives it; the prefix of the code may name another package level. */
  readonly productCode?: string
  readonly drugName?: string
  /** 零箱: the pack is not full. */
  readonly partial?: boolean
  readonly line: number
}

export interface DeliveryFile {
  readonly format: 'MSFX_TXT' | 'RELATION_XML' | 'WAREHOUSE_XML'
  readonly encoding: Encoding
  readonly supplierName?: string
  readonly documentNo?: string
  /** Event name of the XML, as written. */
  readonly event?: string
  readonly codes: DeliveryCode[]
}

export const deliveryLimits = {
  maxBytes: deliveryLimitBytes,
  maxCodes: 60_000,
  /** Characters of one line of TXT. */
  maxLineLength: 2_000,
  /** XML may spread one code over several lines. */
  maxLines: 400_000,
} as const
