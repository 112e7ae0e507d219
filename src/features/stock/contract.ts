import { z } from 'zod'
import {
  date,
  drugClass,
  drugName,
  endpoint,
  id,
  instant,
  pageInput,
  pageOf,
  sha256,
  units,
} from '#core/contract.ts'

export const stockItems = ['intact', 'content', 'container'] as const
export const stockItem = z.enum(stockItems)
export const stockItemTitle = { intact: '整支', content: '药液', container: '空容器' } as const
/** Inside accounts: the only ones that hold something. */
export const holdingKinds = [
  'location',
  'transit',
  'custody',
  'quarantine',
  'returned',
  'empties',
  'sample',
] as const
export const holdingKind = z.enum(holdingKinds)
export type HoldingKind = z.infer<typeof holdingKind>
export const holdingKindTitle: Record<HoldingKind, string> = {
  location: '在库',
  transit: '在途',
  custody: '在手',
  quarantine: '待查',
  returned: '患者交回',
  empties: '回收箱',
  sample: '留样',
}

/** An account as a screen names it: a place, or a person and since when. */
export const account = z.object({
  accountId: id,
  account: z.string(),
  accountKind: z.string(),
  tier: z.int().nullable(),
  holder: z.string().nullable(),
  holderTitle: z.string().nullable(),
  dueAt: instant.nullable(),
})

export const stockRow = drugName.extend({
  ...account.shape,
  item: stockItem,
  /** Unit of `quantity`: 支, the content's unit, or 个. */
  quantityUnit: z.string(),
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  quantity: z.int(),
  /** Trace codes that the quantity bears; 0: stock without codes. */
  codes: z.int(),
  /** Earliest last change of the rows behind this line. */
  since: instant,
})
export type StockRow = z.infer<typeof stockRow>

export const listStock = endpoint({
  name: 'stock.list',
  method: 'GET',
  path: '/stock',
  summary: '库存明细',
  permission: 'stock.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    item: stockItem.default('intact'),
    drugId: id.optional(),
    accountId: id.optional(),
    kind: holdingKind.optional(),
    tier: z.coerce.number().int().min(1).max(3).optional(),
    drugClass: drugClass.optional(),
    /** Expiring within so many days, expired lots included. */
    days: z.coerce.number().int().min(0).max(3650).optional(),
  }),
  output: pageOf(stockRow),
})

export const summaryRow = drugName.extend({
  tier1Units: z.int(),
  tier2Units: z.int(),
  tier3Units: z.int(),
  transitUnits: z.int(),
  custodyUnits: z.int(),
  quarantineUnits: z.int(),
  totalUnits: z.int(),
  lowUnits: z.int(),
  /** Issued in the last 30 days. */
  issuedUnits: z.int(),
  /** Days that what is in places and on its way lasts at that rate; null: nothing was issued. */
  supplyDays: z.int().nullable(),
  nextExpiry: date.nullable(),
})
export type SummaryRow = z.infer<typeof summaryRow>

/** 库存一览: per drug, where everything is; the sum is complete. */
export const summariseStock = endpoint({
  name: 'stock.summary',
  method: 'GET',
  path: '/stock/summary',
  summary: '库存一览',
  permission: 'stock.read',
  refusals: [],
  input: z.object({
    org: id.optional(),
    drugId: id.optional(),
    /** Only what this account holds. */
    accountId: id.optional(),
    /** Only drugs that moved since then, latest first. */
    movedSince: instant.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(500),
  }),
  output: z.object({
    rows: z.array(summaryRow),
    /** Drugs in stock or moved, before `limit`. */
    total: z.int(),
    /** Units are never added over different ones: one row per class and unit. */
    classes: z.array(z.object({ drugClass, unit: z.string(), drugs: z.int(), units: z.int() })),
    at: instant,
  }),
})

export const suggestPicks = endpoint({
  name: 'stock.suggest',
  method: 'GET',
  path: '/stock/suggest',
  summary: '近效期先出建议',
  permission: 'stock.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ locationId: id, drugId: id, units: z.coerce.number().pipe(units) }),
  output: z.object({
    /** First to expire first; labelled ampoules before a box is opened, small rests before full boxes. */
    picks: z.array(
      z.object({
        code: z.string(),
        lotId: id,
        lotNo: z.string(),
        expiry: date,
        units: z.int(),
        haveUnits: z.int(),
      }),
    ),
    foundUnits: z.int(),
    /** There, but expired: not offered. */
    expiredUnits: z.int(),
  }),
})

export const ledgerRow = z.object({
  movementId: id,
  eventId: id,
  kind: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  causeKind: z.string(),
  causeId: id,
  voucherNo: z.string(),
  counterparty: z.string(),
  lotNo: z.string(),
  expiry: date,
  /** A reversal is written with a minus in the column that it takes back. */
  inUnits: z.int(),
  outUnits: z.int(),
  balanceUnits: z.int(),
  codes: z.int(),
  actor: z.string(),
  witness: z.string().nullable(),
  receiver: z.string().nullable(),
  reversesId: id.nullable(),
  reversedById: id.nullable(),
  reason: z.string().nullable(),
})
export type LedgerRow = z.infer<typeof ledgerRow>

/** 专用账册 of one drug: for one account, or for all places of a tier (卫医发〔2005〕438号 Art 12). */
export const readLedger = endpoint({
  name: 'stock.ledger',
  method: 'GET',
  path: '/stock/ledger',
  summary: '专用账册',
  permission: 'stock.read',
  refusals: ['NOT_FOUND', 'INPUT_INVALID'],
  input: z.object({
    drugId: id,
    accountId: id.optional(),
    tier: z.coerce.number().int().min(1).max(3).optional(),
    /** Last China day that the page may show; absent: up to now. */
    to: date.optional(),
    /** `older` of the page before this one. */
    before: z
      .string()
      .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z_\d{1,15}$/)
      .optional(),
    size: z.coerce.number().int().min(1).max(200).default(14),
  }),
  output: z.object({
    orgId: id,
    org: z.string(),
    drug: drugName.extend({
      form: z.string().nullable(),
      manufacturer: z.string().nullable(),
      code: z.string(),
    }),
    books: z.array(z.object({ accountId: id, account: z.string() })),
    /** 承前页, 本页合计, 结存. */
    openingUnits: z.int(),
    inUnits: z.int(),
    outUnits: z.int(),
    closingUnits: z.int(),
    rows: z.array(ledgerRow),
    older: z.string().nullable(),
    /** SHA-256 of what this page says: the same page gives the same on any day. */
    fingerprint: sha256,
    /** Five years after the latest expiry on it (条例 Art 48); null on an empty page. */
    keepUntil: date.nullable(),
  }),
})
export type LedgerPage = z.infer<typeof readLedger.output>

export const movementLine = drugName.extend({
  line: z.int(),
  item: stockItem,
  quantityUnit: z.string(),
  lotNo: z.string(),
  expiry: date,
  code: z.string(),
  source: z.string(),
  sourceId: id,
  sourceKind: z.string(),
  destination: z.string(),
  destinationId: id,
  destinationKind: z.string(),
  quantity: z.int(),
})

export const movementDetail = z.object({
  id,
  orgId: id,
  org: z.string(),
  kind: z.string(),
  title: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  causeKind: z.string(),
  causeId: id,
  causeNo: z.string(),
  actor: z.string(),
  actorTitle: z.string(),
  witness: z.string().nullable(),
  witnessTitle: z.string().nullable(),
  reason: z.string().nullable(),
  eventId: id,
  eventHash: sha256.nullable(),
  reversesId: id.nullable(),
  reversedById: id.nullable(),
  evidence: z.array(z.object({ stage: z.string(), sha256, takenAt: instant })),
  lines: z.array(movementLine),
  totalLines: z.int(),
})
export type MovementDetail = z.infer<typeof movementDetail>

export const readMovement = endpoint({
  name: 'stock.movement',
  method: 'GET',
  path: '/movements/{id}',
  summary: '一笔出入账',
  permission: 'stock.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: movementDetail,
})
