import { expect, test } from 'vitest'
import { allRoutes } from '#apps/routes.ts'
import { localFiles } from '#core/files/store.ts'
import { kinds, type Kind } from '#core/ledger/kinds.ts'
import { authorityRoles, institutionRoles, type StandardRole } from '#core/identity/roles.ts'

/** Role × endpoint, generated, committed and read in reviews: `npx vitest run test/permissions -u` writes it anew. */
test('test/permissions.txt is the table of who may do what', async () => {
  const roles: [string, StandardRole][] = [
    ...Object.entries(institutionRoles),
    ...Object.entries(authorityRoles),
  ]
  const endpoints = allRoutes(localFiles('.'))
    .map((r) => r.endpoint)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const head = [
    'endpoint'.padEnd(30),
    'permission'.padEnd(22),
    ...roles.map(([code]) => code.padEnd(14)),
    'second person',
  ]
  const rows = endpoints.map((e) => {
    const may = roles.map(([, role]) => {
      const open = e.permission === 'public' || e.permission === 'signedIn'
      return (open || (role.permissions as readonly string[]).includes(e.permission) ? '✔' : '·').padEnd(14)
    })
    return [e.name.padEnd(30), e.permission.padEnd(22), ...may, e.witness?.permission ?? '']
      .join(' ')
      .trimEnd()
  })
  await expect(`${[head.join(' ').trimEnd(), ...rows].join('\n')}\n`).toMatchFileSnapshot('permissions.txt')
})

test('separation of duties: no role that counts may approve a correction, none that is administered acts', () => {
  for (const [code, role] of Object.entries(institutionRoles) as [string, StandardRole][]) {
    const has = (p: string) => (role.permissions as readonly string[]).includes(p)
    expect(has('correction.work') && has('correction.approve'), code).toBe(false)
    expect(has('staff.write') && (has('receipt.sign') || has('issue.work') || has('use.record')), code).toBe(
      false,
    )
  }
})

test('every kind of movement is reached by an endpoint with its permission, before two people where it needs two', () => {
  const endpoints = allRoutes(localFiles('.')).map((r) => r.endpoint)
  const unreached = Object.entries<Kind>(kinds).filter(
    ([, kind]) => !endpoints.some((e) => e.permission === kind.permission && (!kind.witness || e.witness)),
  )
  expect(unreached.map(([code]) => code)).toEqual([])
})
