import { assayKinds } from './assayKinds.ts'
import { endOfLifeKinds } from './endOfLifeKinds.ts'
import { none, split, type Kind } from './kind.ts'

export { insideKinds } from './kind.ts'
export type { AccountKind, Flow, Item, Kind } from './kind.ts'

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
  ...assayKinds,
  ...endOfLifeKinds,
} as const satisfies Record<string, Kind>

export type KindCode = keyof typeof kinds

export const kindOf = (code: string): Kind => kinds[code as KindCode]
export const kindTitle = (code: string): string => kinds[code as KindCode]?.title ?? code
