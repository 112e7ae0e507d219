import path from 'node:path'
import { parseArgs } from 'node:util'
import { connect } from '#core/db.ts'
import { localFiles } from '#core/files/store.ts'
import { verifyPhotographs } from '#core/files/verify.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { openServer } from '#core/postgres.ts'

// `npm run verify-ledger`: recomputes the books from the entries and the entries from the events' bytes; exit 1 on
// any difference. Reads with the auditor's role, beside a running server or alone.
const { values } = parseArgs({ options: { data: { type: 'string' } } })
const server = process.env['DATABASE_AUDITOR_URL']
  ? undefined
  : await openServer({ dir: values.data ?? process.env['DATA_DIR'] ?? 'data' })
const auditor = connect(process.env['DATABASE_AUDITOR_URL'] ?? server?.url('zhuisu_auditor') ?? '', {
  name: 'verify-ledger',
  max: 1,
})

const files = localFiles(path.join(values.data ?? process.env['DATA_DIR'] ?? 'data', 'files'))

const { findings, counts } = await auditor.transaction(async (tx) => {
  await tx`set transaction isolation level repeatable read, read only`
  const [row] = await tx<{ movements: number; entries: number; balances: number; events: number }[]>`
    select (select count(*) from ledger.movement) as movements, (select count(*) from ledger.entry) as entries,
      (select count(*) from ledger.balance) as balances, (select count(*) from audit.event) as events`
  return { findings: [...(await verifyLedger(tx)), ...(await verifyPhotographs(tx, files))], counts: row }
})
process.stdout.write(
  `核验 ${counts?.movements} 笔、${counts?.entries} 条流水、${counts?.balances} 个余额、${counts?.events} 个事件\n`,
)
for (const f of findings) process.stdout.write(`✗ ${f.what}：${f.detail}\n`)
process.stdout.write(
  findings.length === 0
    ? '账平：余额等于流水之和，流水与事件原文一致，照片与指纹一致\n'
    : `不符 ${findings.length} 处\n`,
)
await auditor.close()
await server?.stop()
process.exit(findings.length === 0 ? 0 : 1)
