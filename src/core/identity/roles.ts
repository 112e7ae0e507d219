import type { Permission } from './permissions.ts'

export interface StandardRole {
  readonly name: string
  readonly permissions: readonly Permission[]
}

const reading = [
  'catalogue.read',
  'supplier.read',
  'place.read',
  'staff.read',
  'purchase.read',
  'receipt.read',
  'stock.read',
  'requisition.read',
  'baseStock.read',
  'handover.read',
  'issue.read',
  'recovery.read',
  'destruction.read',
  'quarantine.read',
  'trace.read',
  'alert.read',
  'training.read',
  'report.read',
] as const satisfies readonly Permission[]

/**
 * The roles that every organisation starts with (regulations §2.1). An organisation may make its own; these
 * are the ones in test/permissions.txt. Separation of duties: no role both signs and witnesses alone, because a
 * witness is always another person; who counts never approves a correction.
 */
export const institutionRoles = {
  VAULT_KEEPER: {
    name: '药库保管员',
    permissions: [
      ...reading,
      'purchase.write',
      'receipt.work',
      'receipt.sign',
      'receipt.witness',
      'requisition.send',
      'requisition.check',
      'requisition.accept',
      'recovery.work',
      'destruction.work',
      'destruction.witness',
      'quarantine.work',
      'quarantine.check',
      'correction.work',
      'handover.work',
      'handover.settle',
    ],
  },
  DISPENSER: {
    name: '药房调剂药师',
    permissions: [
      ...reading,
      'receipt.witness',
      'requisition.request',
      'requisition.send',
      'requisition.check',
      'requisition.accept',
      'issue.work',
      'issue.check',
      'return.accept',
      'recovery.work',
      'destruction.work',
      'destruction.witness',
      'quarantine.work',
      'quarantine.check',
      'correction.work',
      'baseStock.request',
      'baseStock.check',
      'handover.work',
      'handover.settle',
    ],
  },
  ANAESTHETIST: {
    name: '麻醉医师',
    permissions: [
      'catalogue.read',
      'place.read',
      'stock.read',
      'issue.read',
      'use.record',
      'waste.witness',
      'recovery.read',
      'recovery.return',
      'trace.read',
    ],
  },
  PRESCRIBER: {
    name: '开方医师',
    permissions: [
      'catalogue.read',
      'place.read',
      'issue.read',
      'use.record',
      'waste.witness',
      'recovery.return',
      'trace.read',
    ],
  },
  NURSE: {
    name: '护士',
    permissions: [
      'catalogue.read',
      'place.read',
      'stock.read',
      'requisition.read',
      'requisition.request',
      'requisition.accept',
      'baseStock.read',
      'baseStock.request',
      'handover.read',
      'handover.work',
      'issue.read',
      'use.record',
      'waste.witness',
      'recovery.read',
      'recovery.return',
      'trace.read',
    ],
  },
  PHARMACY_HEAD: {
    name: '药学部负责人',
    permissions: [
      ...reading,
      'catalogue.write',
      'supplier.write',
      'place.write',
      'staff.write',
      'destruction.witness',
      'quarantine.check',
      'quarantine.release',
      'correction.approve',
      'patient.reveal',
      'receipt.witness',
      'baseStock.approve',
      'baseStock.check',
      'handover.plan',
      'training.write',
      'access.read',
      'access.write',
    ],
  },
  ADMIN: {
    name: '系统管理员',
    permissions: [
      'catalogue.read',
      'catalogue.write',
      'supplier.read',
      'supplier.write',
      'place.read',
      'place.write',
      'staff.read',
      'staff.write',
      'training.read',
      'training.write',
      'access.read',
      'access.write',
    ],
  },
} as const satisfies Record<string, StandardRole>

/** An authority reads what it supervises and can change nothing there. */
export const authorityRoles = {
  INSPECTOR: {
    name: '监督员',
    permissions: [...reading, 'access.read', 'patient.reveal', 'supervision.read'],
  },
} as const satisfies Record<string, StandardRole>
