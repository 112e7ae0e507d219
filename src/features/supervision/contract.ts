import { z } from 'zod'
import { endpoint, id, instant } from '#core/contract.ts'
import { unitSums } from '#core/ledger/contract.ts'

export const tone = z.enum(['red', 'amber', 'green', 'grey'])

/** What stands open in one institution at this moment. */
export const openCounts = {
  overdueSums: unitSums,
  overduePeople: z.int(),
  /** Longest time past its limit, in minutes. */
  overdueMinutes: z.int(),
  transits: z.int(),
  transitMinutes: z.int(),
  owedContainers: z.int(),
  owedOverdue: z.int(),
  issuedToday: z.int(),
  closedToday: z.int(),
  redAlertsToday: z.int(),
  /** 盘损未报: cases of lost narcotics that nobody has explained or reported to the authorities yet. */
  unreportedLosses: z.int(),
  /** How long the oldest of them is past its time limit, in minutes; 0 while none is. */
  unreportedMinutes: z.int(),
}

export const institutionRow = z.object({
  orgId: id,
  name: z.string(),
  grade: z.string().nullable(),
  region: z.string(),
  district: z.string(),
  stockSums: unitSums,
  ...openCounts,
  lastRecordAt: instant.nullable(),
})
export type InstitutionRow = z.infer<typeof institutionRow>

/** 辖区总览: the institutions that this authority supervises, as they stand now. */
export const readOverview = endpoint({
  name: 'supervision.overview',
  method: 'GET',
  path: '/supervision',
  summary: '辖区总览',
  permission: 'supervision.read',
  refusals: [],
  input: z.object({}),
  output: z.object({
    region: z.string(),
    institutions: z.array(institutionRow),
    now: instant,
  }),
})
export type Overview = z.infer<typeof readOverview.output>

export const trendDay = z.object({ day: z.iso.date(), issued: z.int(), closed: z.int() })
export const trendDays = 30

export const readTrend = endpoint({
  name: 'supervision.trend',
  method: 'GET',
  path: '/supervision/trend',
  summary: '领用与闭环，近 30 天',
  permission: 'supervision.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ days: z.array(trendDay) }),
})

export const placeStock = z.object({
  accountId: id,
  place: z.string(),
  kind: z.string(),
  tier: z.int(),
  drugs: z.int(),
  sums: unitSums,
  containers: z.int(),
  lastAt: instant.nullable(),
})

export const documentRow = z.object({
  kind: z.enum(['receipt', 'requisition', 'transfer', 'issue', 'recovery', 'destruction']),
  id,
  no: z.string(),
  text: z.string(),
  at: instant,
})
export type DocumentRow = z.infer<typeof documentRow>

export const movementRow = z.object({
  movementId: id,
  eventId: id,
  kind: z.string(),
  title: z.string(),
  causeNo: z.string(),
  at: instant,
  drugs: z.string(),
  actor: z.string(),
  witness: z.string().nullable(),
  reversed: z.boolean(),
})
export type MovementRow = z.infer<typeof movementRow>

export const institution = institutionRow.extend({
  places: z.array(placeStock),
  movements: z.array(movementRow),
  documents: z.array(documentRow),
  now: instant,
})
export type Institution = z.infer<typeof institution>

export const readInstitution = endpoint({
  name: 'supervision.institution',
  method: 'GET',
  path: '/supervision/{org}',
  summary: '一家机构',
  permission: 'supervision.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ org: id }),
  output: institution,
})
