import { importEndpoints } from '#core/imports/contract.ts'

export const supplierImport = importEndpoints({
  feature: 'supplier',
  what: '供应商',
  path: '/suppliers',
  read: 'supplier.read',
  write: 'supplier.write',
})
