import { z } from 'zod'
import {
  date,
  done,
  drugName,
  endpoint,
  id,
  instant,
  pageInput,
  pageOf,
  scan,
  text,
  units,
} from '#core/contract.ts'
import { picks, unitSums } from '#core/ledger/contract.ts'

/** Within so many hours a loan is filed with both authorities; the law says 及时 (条例 Art 42). */
export const filingHours = 24
export const loanDirection = z.enum(['in', 'out'])
export type LoanDirection = z.infer<typeof loanDirection>
export const loanDirectionTitle: Record<LoanDirection, string> = { in: '借入', out: '借出' }
export const loanPartnerKind = z.enum(['hospital', 'wholesaler'])
export const loanPartnerTitle = { hospital: '医疗机构', wholesaler: '定点批发企业' } as const
export const loanReceivers = ['drugAdmin', 'health'] as const
export const loanReceiver = z.enum(loanReceivers)
export const loanReceiverTitle = {
  drugAdmin: '设区的市级药品监督管理部门',
  health: '设区的市级卫生主管部门',
} as const

export const loanState = z.enum(['open', 'returned', 'reversed'])
export const loanStateTitle = { open: '未还清', returned: '已还清', reversed: '已红冲' } as const

export const loanRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  direction: loanDirection,
  partner: z.string(),
  partnerKind: loanPartnerKind,
  drugs: z.string(),
  sums: unitSums,
  owedSums: unitSums,
  state: loanState,
  reason: z.string(),
  location: z.string(),
  borrowedAt: instant,
  returnOn: date.nullable(),
  filingDueAt: instant,
  /** Of the two receivers. */
  filed: z.int(),
  lastFiledAt: instant.nullable(),
  handledBy: z.string(),
  witnessedBy: z.string(),
})
export type LoanRow = z.infer<typeof loanRow>

export const loanLine = drugName.extend({
  lotNo: z.string(),
  expiry: date,
  units: z.int(),
  codes: z.int(),
})

export const loanDetail = loanRow.extend({
  org: z.string(),
  locationId: id,
  accountId: id,
  ownUnits: z.int(),
  movementId: id,
  eventId: id,
  lines: z.array(loanLine),
  owed: z.array(drugName.extend({ units: z.int() })),
  returns: z.array(
    z.object({
      movementId: id,
      eventId: id,
      drugs: z.string(),
      sums: unitSums,
      at: instant,
      handledBy: z.string(),
      witnessedBy: z.string(),
      reversed: z.boolean(),
    }),
  ),
  filings: z.array(
    z.object({ receiver: loanReceiver, filingNo: z.string(), filedBy: z.string(), filedAt: instant }),
  ),
})
export type LoanDetail = z.infer<typeof loanDetail>

export const listLoans = endpoint({
  name: 'borrowing.list',
  method: 'GET',
  path: '/borrowings',
  summary: '紧急借用',
  permission: 'borrowing.read',
  refusals: [],
  input: z.object({ ...pageInput, direction: loanDirection.optional(), state: loanState.optional() }),
  output: pageOf(loanRow),
})

export const readLoan = endpoint({
  name: 'borrowing.read',
  method: 'GET',
  path: '/borrowings/{id}',
  summary: '借用单',
  permission: 'borrowing.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: loanDetail,
})

/** What comes in: a pack by its code (drug and count from the product part), or units without one. */
export const arrival = z.object({
  raw: scan.optional(),
  drugId: id.optional(),
  units: units.optional(),
  lotNo: text(40),
  expiry: date,
})
const arrivals = z.array(arrival).min(1).max(200)
const partner = {
  partner: text(80),
  partnerKind: loanPartnerKind,
  reason: text(300),
  returnOn: date.optional(),
}
const arrivalRefusals = [
  'NOT_FOUND',
  'CODE_PRODUCT_UNKNOWN',
  'CODE_IN_STOCK_HERE',
  'CODE_HELD_ELSEWHERE',
  'CODE_SCANNED_TWICE',
  'BORROW_WHAT',
  'LOT_EXPIRED',
  'LOT_MISMATCH',
] as const
const leaving = [
  'CODE_NEVER_RECEIVED',
  'CODE_NOT_HERE',
  'CODE_SCANNED_TWICE',
  'BALANCE_SHORT',
  'LOT_EXPIRED',
] as const

/** What a code that comes in is, before anybody signs; with a loan: of a drug that is still owed to us by it. */
export const readArrival = endpoint({
  name: 'borrowing.arrival',
  method: 'GET',
  path: '/borrowing-arrivals',
  summary: '核对借入、收回的追溯码',
  permission: 'borrowing.work',
  refusals: [
    'NOT_FOUND',
    'CODE_PRODUCT_UNKNOWN',
    'CODE_IN_STOCK_HERE',
    'CODE_HELD_ELSEWHERE',
    'BORROW_OTHER_DRUG',
  ],
  input: z.object({ raw: scan, loanId: id.optional() }),
  output: drugName.extend({ code: z.string(), units: z.int() }),
})

/** 借入: only for a rescue that one's own stock cannot serve (条例 Art 42). */
export const borrowIn = endpoint({
  name: 'borrowing.in',
  method: 'POST',
  path: '/borrowings/in',
  summary: '紧急借入',
  permission: 'borrowing.work',
  qualification: 'handle',
  witness: { permission: 'borrowing.check', qualification: 'handle', title: '验收' },
  refusals: [...arrivalRefusals, 'WITNESS_REQUIRED'],
  input: z.object({ ...partner, locationId: id, items: arrivals }),
  output: z.object({
    id,
    no: z.string(),
    movementId: id,
    units: z.int(),
    sums: unitSums,
    filingDueAt: instant,
  }),
})

export const lendOut = endpoint({
  name: 'borrowing.out',
  method: 'POST',
  path: '/borrowings/out',
  summary: '紧急借出',
  permission: 'borrowing.work',
  qualification: 'handle',
  witness: { permission: 'borrowing.check', qualification: 'handle', title: '复核' },
  refusals: ['NOT_FOUND', ...leaving, 'WITNESS_REQUIRED'],
  input: z.object({ ...partner, locationId: id, picks }),
  output: z.object({
    id,
    no: z.string(),
    movementId: id,
    units: z.int(),
    sums: unitSums,
    filingDueAt: instant,
  }),
})

/** What came back, and what is still owed. */
const back = z.object({
  movementId: id,
  units: z.int(),
  sums: unitSums,
  owedUnits: z.int(),
  owedSums: unitSums,
})

/** 归还 of what was borrowed in: in kind, the same drug, any lot that has not expired. */
export const giveBack = endpoint({
  name: 'borrowing.giveBack',
  method: 'POST',
  path: '/borrowings/{id}/give-back',
  summary: '归还借入药品',
  permission: 'borrowing.work',
  qualification: 'handle',
  witness: { permission: 'borrowing.check', qualification: 'handle', title: '复核' },
  refusals: ['NOT_FOUND', 'BORROW_DIRECTION', 'BORROW_OVER', ...leaving, 'WITNESS_REQUIRED'],
  input: z.object({ id, picks }),
  output: back,
})

/** 收回 of what was lent out. */
export const takeBack = endpoint({
  name: 'borrowing.takeBack',
  method: 'POST',
  path: '/borrowings/{id}/take-back',
  summary: '收回借出药品',
  permission: 'borrowing.work',
  qualification: 'handle',
  witness: { permission: 'borrowing.check', qualification: 'handle', title: '验收' },
  refusals: ['BORROW_DIRECTION', 'BORROW_OVER', ...arrivalRefusals, 'WITNESS_REQUIRED'],
  input: z.object({ id, items: arrivals }),
  output: back,
})

/** 备案: what was filed with whom, under which number. */
export const fileLoan = endpoint({
  name: 'borrowing.file',
  method: 'POST',
  path: '/borrowings/{id}/filings',
  summary: '登记借用备案',
  permission: 'borrowing.work',
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS'],
  input: z.object({ id, receiver: loanReceiver, filingNo: text(60) }),
  output: done,
})
