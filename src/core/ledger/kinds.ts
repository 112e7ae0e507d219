import type { Permission } from '#core/identity/permissions.ts'

export type Item = 'intact' | 'content' | 'container'
export type AccountKind =
  | 'location'
  | 'transit'
  | 'custody'
  | 'quarantine'
  | 'returned'
  | 'empties'
  | 'supplier'
  | 'patient'
  | 'opened'
  | 'relabelled'
  | 'disposed'
  | 'destroyed'
  | 'adjustment'
  | 'lost'
  | 'borrowed'

export const insideKinds: readonly AccountKind[] = [
  'location',
  'transit',
  'custody',
  'quarantine',
  'returned',
  'empties',
]

/** One permitted direction of a movement's lines: item, from one kind of account, to another. */
export type Flow = readonly [item: Item, from: AccountKind, to: AccountKind]

/** The act's codes in the outside world (interfaces §1.6, §2.3, §5.4, §7.2, §1.5). null: it has none. */
interface Outside {
  /** 医保 3502 inv_chg_type */
  readonly invChgType: string | null
  /** 码上放心 uploadinoutbill bill_type */
  readonly billType: string | null
  /** EPCIS bizStep / disposition */
  readonly epcis: readonly [bizStep: string, disposition: string] | null
  /** ZPM-1 of cabinets */
  readonly zpm: string | null
  /** Event@Name of the 出入库 XML */
  readonly warehouseEvent: string | null
}

export interface Kind {
  readonly title: string
  readonly permission: Permission
  readonly flows: readonly Flow[]
  /** 双人: regulations §2.2 */
  readonly witness?: true
  /** Photographs that must be bound to it, in order. */
  readonly evidence?: readonly string[]
  readonly patient?: true
  /** Register of regulations §3 in which it appears. */
  readonly register: string
  readonly outside: Outside
}

const none: Outside = { invChgType: null, billType: null, epcis: null, zpm: null, warehouseEvent: null }
const split: readonly Flow[] = [
  ['intact', 'location', 'relabelled'],
  ['intact', 'relabelled', 'location'],
]

/** Reading this table is reading the business. */
export const kinds = {
  receive: {
    title: '采购入库',
    permission: 'receipt.sign',
    flows: [['intact', 'supplier', 'location']],
    witness: true,
    register: 'R1',
    outside: {
      invChgType: '108',
      billType: '102',
      epcis: ['receiving', 'sellable_accessible'],
      zpm: 'L',
      warehouseEvent: 'PurchaseWareHouseIn',
    },
  },
  receiveDamaged: {
    title: '到货破损待查',
    permission: 'receipt.sign',
    flows: [['intact', 'supplier', 'quarantine']],
    witness: true,
    register: 'R23',
    outside: { ...none, invChgType: '108', billType: '102', epcis: ['holding', 'damaged'] },
  },
  split: {
    title: '拆零贴码',
    permission: 'issue.work',
    flows: split,
    register: 'R2',
    outside: { ...none, epcis: ['repackaging', 'partially_dispensed'] },
  },
  send: {
    title: '调拨出库',
    permission: 'requisition.send',
    flows: [['intact', 'location', 'transit'], ...split],
    witness: true,
    register: 'R2',
    outside: {
      invChgType: '102',
      billType: '203',
      epcis: ['shipping', 'in_transit'],
      zpm: 'U',
      warehouseEvent: 'AllocateWareHouseOut',
    },
  },
  accept: {
    title: '调拨签收',
    permission: 'requisition.accept',
    flows: [['intact', 'transit', 'location']],
    register: 'R2',
    outside: {
      invChgType: '101',
      billType: '104',
      epcis: ['receiving', 'in_progress'],
      zpm: 'L',
      warehouseEvent: 'AllocateWareHouseIn',
    },
  },
  sendBack: {
    title: '在途退回',
    permission: 'requisition.send',
    flows: [['intact', 'transit', 'location']],
    witness: true,
    register: 'R2',
    outside: { ...none, invChgType: '101', billType: '104', epcis: ['receiving', 'returned'] },
  },
  issue: {
    title: '领用',
    permission: 'issue.work',
    flows: [['intact', 'location', 'custody'], ...split],
    witness: true,
    patient: true,
    register: 'R3',
    outside: {
      invChgType: null,
      billType: '321',
      epcis: ['dispensing', 'dispensed'],
      zpm: 'V',
      warehouseEvent: 'SalesWareHouseOut',
    },
  },
  dispense: {
    title: '处方发药',
    permission: 'prescription.dispense',
    flows: [['intact', 'location', 'patient'], ...split],
    witness: true,
    patient: true,
    register: 'R3',
    outside: {
      invChgType: null,
      billType: '321',
      epcis: ['dispensing', 'dispensed'],
      zpm: 'V',
      warehouseEvent: 'SalesWareHouseOut',
    },
  },
  returnUnopened: {
    title: '整支退回',
    permission: 'return.accept',
    flows: [['intact', 'custody', 'location']],
    witness: true,
    register: 'R2',
    outside: {
      invChgType: null,
      billType: '116',
      epcis: ['receiving', 'returned'],
      zpm: 'R',
      warehouseEvent: 'ReturnWareHouseIn',
    },
  },
  open: {
    title: '开启',
    permission: 'use.record',
    flows: [
      ['intact', 'custody', 'opened'],
      ['content', 'opened', 'custody'],
      ['container', 'opened', 'custody'],
    ],
    register: 'R8',
    outside: none,
  },
  administer: {
    title: '给药',
    permission: 'use.record',
    flows: [
      ['content', 'custody', 'patient'],
      ['intact', 'custody', 'patient'],
    ],
    patient: true,
    register: 'R8',
    outside: none,
  },
  waste: {
    title: '弃去',
    permission: 'use.record',
    flows: [['content', 'custody', 'disposed']],
    witness: true,
    evidence: ['弃前', '弃中', '弃后'],
    register: 'R10',
    outside: { ...none, epcis: ['destroying', 'disposed'], zpm: 'W' },
  },
  breakage: {
    title: '破碎',
    permission: 'use.record',
    flows: [
      ['intact', 'custody', 'opened'],
      ['content', 'opened', 'lost'],
      ['container', 'opened', 'custody'],
    ],
    witness: true,
    evidence: ['碎片'],
    register: 'R12',
    outside: { ...none, invChgType: '107', billType: '215', epcis: ['holding', 'damaged'] },
  },
  recover: {
    title: '空安瓿回收',
    permission: 'recovery.work',
    flows: [['container', 'custody', 'empties']],
    witness: true,
    register: 'R9',
    outside: { ...none, epcis: ['collecting', 'non_sellable_other'] },
  },
  patientEmpties: {
    title: '患者交回空容器',
    permission: 'recovery.work',
    flows: [['container', 'patient', 'empties']],
    witness: true,
    patient: true,
    register: 'R9',
    outside: { ...none, epcis: ['collecting', 'non_sellable_other'] },
  },
  destroyContainers: {
    title: '空安瓿销毁',
    permission: 'destruction.work',
    flows: [['container', 'empties', 'destroyed']],
    witness: true,
    evidence: ['毁前', '毁中', '毁后'],
    register: 'R9',
    outside: {
      invChgType: '105',
      billType: '205',
      epcis: ['destroying', 'destroyed'],
      zpm: null,
      warehouseEvent: 'DestoryWareHouseOut',
    },
  },
  quarantine: {
    title: '移入待查',
    permission: 'quarantine.work',
    flows: [['intact', 'location', 'quarantine'], ...split],
    witness: true,
    register: 'R23',
    outside: { ...none, epcis: ['holding', 'non_sellable_other'] },
  },
  releaseQuarantine: {
    title: '解除待查',
    permission: 'quarantine.work',
    flows: [['intact', 'quarantine', 'location']],
    witness: true,
    register: 'R23',
    outside: { ...none, epcis: ['stocking', 'sellable_accessible'] },
  },
  stockBreakage: {
    title: '库内破碎',
    permission: 'quarantine.work',
    flows: [
      ['intact', 'location', 'opened'],
      ['content', 'opened', 'lost'],
      ['container', 'opened', 'empties'],
      ...split,
    ],
    witness: true,
    evidence: ['碎片'],
    register: 'R12',
    outside: { ...none, invChgType: '107', billType: '215', epcis: ['holding', 'damaged'] },
  },
  lose: {
    title: '记丢失',
    permission: 'incident.work',
    flows: [
      ['intact', 'location', 'lost'],
      ['intact', 'custody', 'lost'],
      ['intact', 'transit', 'lost'],
      ['intact', 'quarantine', 'lost'],
      ['intact', 'returned', 'lost'],
      ...split,
    ],
    witness: true,
    register: 'R22',
    outside: { ...none, invChgType: '107', billType: '217', epcis: ['holding', 'stolen'] },
  },
  borrowIn: {
    title: '紧急借入',
    permission: 'borrowing.work',
    flows: [['intact', 'borrowed', 'location']],
    witness: true,
    register: 'R21',
    outside: { ...none, invChgType: '106', billType: '107', epcis: ['receiving', 'sellable_accessible'] },
  },
  borrowOut: {
    title: '紧急借出',
    permission: 'borrowing.work',
    flows: [['intact', 'location', 'borrowed']],
    witness: true,
    register: 'R21',
    outside: { ...none, invChgType: '107', billType: '209', epcis: ['shipping', 'in_transit'] },
  },
  returnBorrowed: {
    title: '归还借入',
    permission: 'borrowing.work',
    flows: [['intact', 'location', 'borrowed']],
    witness: true,
    register: 'R21',
    outside: { ...none, invChgType: '107', billType: '209', epcis: ['shipping', 'returned'] },
  },
  takeBackLent: {
    title: '收回借出',
    permission: 'borrowing.work',
    flows: [['intact', 'borrowed', 'location']],
    witness: true,
    register: 'R21',
    outside: { ...none, invChgType: '106', billType: '107', epcis: ['receiving', 'returned'] },
  },
  returnToSupplier: {
    title: '退货',
    permission: 'supplierReturn.work',
    flows: [['intact', 'location', 'supplier'], ['intact', 'quarantine', 'supplier'], ...split],
    witness: true,
    register: 'R2',
    outside: {
      invChgType: '109',
      billType: '202',
      epcis: ['shipping', 'returned'],
      zpm: null,
      warehouseEvent: 'ReturnWareHouseOut',
    },
  },
  patientReturn: {
    title: '患者交回',
    permission: 'patientReturn.work',
    flows: [['intact', 'patient', 'returned']],
    witness: true,
    patient: true,
    register: 'R11',
    outside: {
      invChgType: null,
      billType: '116',
      epcis: ['receiving', 'returned'],
      zpm: null,
      warehouseEvent: 'ReturnWareHouseIn',
    },
  },
  rollUpReturns: {
    title: '交回药品汇总',
    permission: 'patientReturn.work',
    flows: [['intact', 'returned', 'returned']],
    witness: true,
    register: 'R11',
    outside: { ...none, epcis: ['holding', 'non_sellable_other'] },
  },
  destroyStock: {
    title: '报损销毁',
    permission: 'writeOff.execute',
    flows: [
      ['intact', 'quarantine', 'destroyed'],
      ['intact', 'returned', 'destroyed'],
    ],
    witness: true,
    evidence: ['毁前', '毁中', '毁后'],
    register: 'R12',
    outside: {
      invChgType: '105',
      billType: '205',
      epcis: ['destroying', 'destroyed'],
      zpm: null,
      warehouseEvent: 'DestoryWareHouseOut',
    },
  },
  countGain: {
    title: '盘盈入账',
    permission: 'stocktake.approve',
    flows: [
      ['intact', 'adjustment', 'location'],
      ['container', 'adjustment', 'empties'],
    ],
    witness: true,
    register: 'R15',
    outside: {
      ...none,
      invChgType: '103',
      billType: '111',
      epcis: ['cycle_counting', 'sellable_accessible'],
      zpm: 'A',
    },
  },
  countLoss: {
    title: '盘损出账',
    permission: 'stocktake.approve',
    flows: [
      ['intact', 'location', 'adjustment'],
      ['container', 'empties', 'adjustment'],
    ],
    witness: true,
    register: 'R15',
    outside: {
      ...none,
      invChgType: '104',
      billType: '214',
      epcis: ['cycle_counting', 'non_sellable_other'],
      zpm: 'A',
    },
  },
} as const satisfies Record<string, Kind>

export type KindCode = keyof typeof kinds

export const kindOf = (code: string): Kind => kinds[code as KindCode]
export const kindTitle = (code: string): string => kinds[code as KindCode]?.title ?? code
