import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { listStaff, resetSecrets } from './contract.ts'
import { staffImport } from './importContract.ts'

let h: Hospital
let admin: Client

beforeAll(async () => {
  h = await startHospital()
  admin = await h.as('admin@lushan')
})
afterAll(() => h.stop())

const check = (...lines: string[]) =>
  admin.call(staffImport.check, { fileName: 'a.csv' }, { file: Buffer.from(lines.join('\n')) })
const personOf = async (q: string) => (await admin.call(listStaff, { q })).rows[0]

test('people come in without role and secret: nobody signs in as one before somebody set a password', async () => {
  const { importId, fresh } = await check('账号,姓名,职务,科室编码', 'WangFang,王芳,主管药师,02')
  expect(fresh).toBe(1)
  await admin.call(staffImport.run, { importId })
  expect(await personOf('王芳')).toMatchObject({ account: 'wangfang@lushan', roles: [], hasPin: false })
  const signIn = () => connectAs(h.transport, 'wangfang@lushan', demoPassword)
  expect(await refusalOf(signIn())).toBe('SIGN_IN_FAILED')
  await admin.call(resetSecrets, {
    id: (await personOf('王芳'))!.userId,
    password: demoPassword,
    reason: '首次启用',
  })
  await signIn()
  // Who has signed in has a session: the import stays.
  expect(await refusalOf(admin.call(staffImport.withdraw, { importId, reason: '撤' }))).toBe('IMPORT_IN_USE')
})

test('accounts, departments and doubles are judged; the people of a withdrawn file are disabled', async () => {
  const bad = await check(
    '账号,姓名,职务,科室编码',
    'a,甲,药师,',
    'yi@huaichuan,乙,药师,',
    'bing,丙,药师,没有',
    'BING,丙,药师,',
  )
  const { rows } = await admin.call(staffImport.look, { importId: bad.importId, state: 'bad' })
  expect(rows.map((r) => [r.row, r.faults[0]?.need])).toEqual([
    [2, '用字母和数字，至少 2 位；@ 后面只能是 lushan'],
    [3, '用字母和数字，至少 2 位；@ 后面只能是 lushan'],
    [4, '没有这个编码的科室，改正或先加上它'],
    [5, '与第 4 行重复，删去一行或改账号'],
  ])
  const { importId } = await check('账号,姓名,职务', 'dinghe,丁河,护师')
  await admin.call(staffImport.run, { importId })
  await admin.call(staffImport.withdraw, { importId, reason: '重来' })
  expect((await personOf('丁河'))?.disabledAt).not.toBeNull()
})
