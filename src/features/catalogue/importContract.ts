import { importEndpoints } from '#core/imports/contract.ts'

export const drugImport = importEndpoints({
  feature: 'catalogue',
  what: '药品',
  path: '/drugs',
  read: 'catalogue.read',
  write: 'catalogue.write',
})
