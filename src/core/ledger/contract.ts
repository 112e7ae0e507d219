import { z } from 'zod'
import { endpoint, id, instant, units } from '#core/contract.ts'

/** So many units of one code (a box or an ampoule's label), or of a lot that bears no codes. */
export const pick = z.union([
  z.object({ code: z.string().min(1).max(120), units }),
  z.object({ lotId: id, units }),
])
export const picks = z.array(pick).min(1).max(2000)
export type Pick = z.infer<typeof pick>

/** A sum over several drugs, unit by unit: 支 and 片 are never added up. */
export const unitSums = z.array(z.object({ unit: z.string(), units: z.int() }))

/** One opened or unopened ampoule: by its code, or by its lot where it bears none. */
export const unitRef = z.union([z.object({ code: z.string().min(1).max(120) }), z.object({ lotId: id })])
export type UnitRef = z.infer<typeof unitRef>

/** 账平: when the books were last recomputed from the entries, and what did not agree. */
export const readLedgerState = endpoint({
  name: 'ledger.state',
  method: 'GET',
  path: '/ledger-state',
  summary: '账目核验状态',
  permission: 'signedIn',
  refusals: [],
  input: z.object({}),
  output: z.object({ checkedAt: instant.nullable(), findings: z.int() }),
})
