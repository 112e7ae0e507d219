import { importEndpoints } from '#core/imports/contract.ts'

const rights = { feature: 'place', read: 'place.read', write: 'place.write' } as const

export const departmentImport = importEndpoints({
  ...rights,
  suffix: 'Department',
  what: '科室',
  path: '/departments',
})
export const placeImport = importEndpoints({ ...rights, what: '储位', path: '/places' })
export const limitImport = importEndpoints({ ...rights, suffix: 'Limit', what: '储位限量', path: '/limits' })
