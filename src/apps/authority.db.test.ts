import { spawn } from 'node:child_process'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectAs } from '#apps/client.ts'
import { syncStandardRoles } from '#core/identity/roleBook.ts'
import { listAuthorities, listApplications } from '#features/onboarding/contract.ts'
import { createStaff } from '#features/staff/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'

let h: Hospital
beforeAll(async () => {
  h = await startHospital()
})
afterAll(() => h.stop())

const changde = {
  name: '常德市卫生健康委员会',
  region: '430700',
  code: 'cdwjw',
  admin: 'guanli',
  'admin-name': '田野',
}

/** As people run it, on the test's own database; the password comes on standard input. */
function run(
  options: Record<string, string>,
  secret: string,
): Promise<{ code: number | null; said: string }> {
  const args = Object.entries(options).flatMap(([key, value]) => [`--${key}`, value])
  const child = spawn(process.execPath, [path.resolve('src/apps/authority.ts'), ...args], {
    env: { ...process.env, DATABASE_URL: h.appUrl, DATABASE_OWNER_URL: h.ownerUrl },
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  child.stdin.end(secret)
  return new Promise((done) => child.on('close', (code) => done({ code, said })))
}

test('the first authority of a server is made by a command; its administrator makes whoever reviews', async () => {
  const made = await run(changde, 'Changde-2026\n')
  expect(made).toMatchObject({ code: 0 })
  expect(made.said).toContain('guanli@cdwjw')
  expect(made.said).not.toContain('Changde-2026')
  const admin = await connectAs(h.transport, 'guanli@cdwjw', 'Changde-2026')
  const inspector = {
    account: 'wei',
    name: '卫平',
    title: '医政科',
    roles: ['INSPECTOR'],
    password: 'Changde-2027',
  }
  await admin.call(createStaff, inspector)
  const reviewer = await connectAs(h.transport, 'wei@cdwjw', 'Changde-2027')
  expect((await reviewer.call(listApplications, {})).total).toBe(0)
  expect(await refusalOf(admin.call(listApplications, {}))).toBe('FORBIDDEN')
  const { rows } = await h.nobody.call(listAuthorities, {})
  expect(rows.map((r) => r.name)).toContain(changde.name)
})

test.each<[string, Partial<typeof changde>, string, string]>([
  ['twice', {}, 'Changde-2026', '没有新建'],
  ['a password that is too short', { code: 'cdwj2', name: '另一个' }, 'short', '至少 8 位'],
  [
    'a region that there is not',
    { code: 'cdwj2', name: '另一个', region: '999999' },
    'Changde-2026',
    '行政区划',
  ],
  ['an account with a domain', { code: 'cdwj2', name: '另一个', admin: 'a@b' }, 'Changde-2026', '--admin'],
])('not %s', async (_name, change, secret, words) => {
  const { code, said } = await run({ ...changde, ...change }, secret)
  expect(code).toBe(1)
  expect(said).toContain(words)
})

test('an authority from before gets the administrator’s role with the new version, once', async () => {
  const sql = postgres(h.superUrl, { max: 1, onnotice: () => {} })
  await sql`delete from identity.role where code = 'OFFICE_ADMIN' and org_id = (select id from identity.org where code = 'csyjj')`
  await sql.end()
  const at = h.clock.now().toISOString()
  expect(await syncStandardRoles(h.db, at)).toBe(1)
  expect(await syncStandardRoles(h.db, at)).toBe(0)
  const rows = await h.auditor.transaction(
    (tx) => tx<{ after: string; actorId: number | null }[]>`
      select after, actor_id from identity.access_change where role_code = 'OFFICE_ADMIN' and reason = '随系统版本更新'`,
  )
  expect(rows).toEqual([{ after: expect.stringContaining('系统管理员：'), actorId: null }])
})
