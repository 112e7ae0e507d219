import { text as readAll } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { connect, type Db } from '#core/db.ts'
import { accountName } from '#core/identity/rules.ts'
import { firstRole } from '#core/identity/roles.ts'
import { makeOrg, makeUser } from '#core/identity/setup.ts'
import { migrate } from '#core/migrate.ts'
import { openServer } from '#core/postgres.ts'
import { isRegion } from '#features/onboarding/regions.ts'
import { password as passwordRule } from '#features/staff/contract.ts'

// `npm run authority`: makes an authority that nobody stands above on this server, the first one above all. Everybody
// else applies on the pages (入驻) and is approved by one that is here. The password comes on standard input, so that no
// list of processes and no history has it.
const { values } = parseArgs({
  options: {
    name: { type: 'string' },
    region: { type: 'string' },
    code: { type: 'string' },
    admin: { type: 'string' },
    'admin-name': { type: 'string' },
    data: { type: 'string' },
  },
})
const usage =
  'npm run authority -- --name 湖南省卫生健康委员会 --region 430000 --code hnwjw --admin admin --admin-name 张三 < 密码文件'

function fail(words: string): never {
  process.stderr.write(`${words}\n用法：${usage}\n`)
  process.exit(1)
}

/** What was typed, or the end of the program with what is wrong with it. */
function given() {
  const { name, region, code, admin, 'admin-name': adminName } = values
  if (!name || !region || !code || !admin || !adminName)
    fail('还缺 --name、--region、--code、--admin 或 --admin-name')
  if (!isRegion(region)) fail(`${region} 不在行政区划列表中`)
  if (!/^[a-z][a-z0-9-]{1,19}$/.test(code)) fail('--code 用小写字母和数字，2 至 20 位，以字母开头')
  if (!accountName.test(admin)) fail('--admin 用小写字母和数字，2 至 41 位，不含 @')
  return { name, region, code, admin, adminName }
}

async function isNew(db: Db, name: string, code: string): Promise<boolean> {
  const known = await db.transaction(
    (tx) => tx`select 1 from identity.org where code = ${code} or name = ${name} limit 1`,
  )
  return known.length === 0
}

const wanted = given()
const secret = (await readAll(process.stdin)).split('\n')[0]?.trim() ?? ''
const judged = passwordRule.safeParse(secret)
if (!judged.success) fail(`密码${judged.error.issues.map((i) => i.message).join('，')}；从标准输入读第一行`)

const url = process.env['DATABASE_URL']
if (url && !process.env['DATABASE_OWNER_URL']) fail('DATABASE_URL 还需要 DATABASE_OWNER_URL')
const server = url ? undefined : await openServer({ dir: values.data ?? process.env['DATA_DIR'] ?? 'data' })
const ownerUrl = process.env['DATABASE_OWNER_URL'] ?? server?.url('zhuisu_owner') ?? ''
await migrate(ownerUrl)
const db = connect(url ?? server?.url('zhuisu_app') ?? '', { name: 'authority', max: 1 })
const { name, region, code } = wanted
const fresh = await isNew(db, name, code)
const account = `${wanted.admin}@${code}`
if (fresh) {
  const orgId = await makeOrg(ownerUrl, db, { kind: 'authority', code, name, region })
  await makeUser(db, orgId, {
    account,
    name: wanted.adminName,
    title: '系统管理员',
    roles: [firstRole.authority],
    password: secret,
  })
  process.stdout.write(
    `已建立 ${name}，管理员账号 ${account}。登录后在“人员与资格”新增监督员，由监督员审核入驻。\n`,
  )
}
await db.close()
await server?.stop()
if (!fresh) fail(`已经有代码为 ${code} 或名称为 ${name} 的单位，没有新建`)
