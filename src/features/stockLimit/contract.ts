import { z } from 'zod'
import { drugName, endpoint, id, pageInput, pageOf } from '#core/contract.ts'

/** Use is measured over the last so many days of the ledger. */
export const usageDays = 30
export const usageFrom = (at: string): string =>
  new Date(Date.parse(at) - usageDays * 86_400_000).toISOString()

export const limitStates = ['low', 'high', 'days'] as const
export const limitState = z.enum(limitStates)
export type LimitState = z.infer<typeof limitState>
export const limitStateTitle: Record<LimitState, string> = {
  low: '低于下限',
  high: '高于上限',
  days: '存放过久',
}

export const standingRow = drugName.extend({
  limitId: id,
  placeId: id,
  place: z.string(),
  tier: z.int(),
  accountId: id,
  lowUnits: z.int(),
  highUnits: z.int().nullable(),
  maxDays: z.int().nullable(),
  /** Unopened, in the place. */
  heldUnits: z.int(),
  /** Of these, not expired. */
  usableUnits: z.int(),
  /** Left the place in the last 30 days for a hand, a patient or another place, less what came back. */
  usedUnits: z.int(),
  /** Whole days that the usable units last; null: nothing was used, or too short a time was seen. */
  supplyDays: z.int().nullable(),
  comingUnits: z.int(),
  askedUnits: z.int(),
  states: z.array(limitState),
  /** What a requisition should ask for; 0 where nothing is low or enough is coming. A person confirms it. */
  suggestedUnits: z.int(),
})
export type StandingRow = z.infer<typeof standingRow>

/** 库存限量: every limit with what lies there, how long it lasts and what to ask for. Crossed ones come first. */
export const listStanding = endpoint({
  name: 'stockLimit.list',
  method: 'GET',
  path: '/stock/limits',
  summary: '库存限量与补货建议',
  permission: 'stock.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    placeId: id.optional(),
    drugId: id.optional(),
    /** `crossed`: any of the three. */
    state: z.enum([...limitStates, 'crossed']).optional(),
  }),
  output: pageOf(standingRow),
})
