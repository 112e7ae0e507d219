import { importEndpoints } from '#core/imports/contract.ts'

export const staffImport = importEndpoints({
  feature: 'staff',
  what: '人员',
  path: '/staff',
  read: 'staff.read',
  write: 'staff.write',
})
