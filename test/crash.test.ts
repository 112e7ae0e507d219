import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectAs, overHttp, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { openServer } from '#core/postgres.ts'
import { listDrugs } from '#features/catalogue/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { readReceipt, scanOne, setLot, signReceipt, startReceipt } from '#features/receipt/contract.ts'
import { listSuppliers } from '#features/suppliers/contract.ts'
import { boxCode } from './ledger.model.ts'

// The real server as a process of its own, killed without warning while it posts.
const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '..')
let dir = ''
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'zhuisu-crash-'))
  chmodSync(dir, 0o755)
})
afterAll(async () => {
  const server = await openServer({ dir })
  await server.remove()
  rmSync(dir, { recursive: true, force: true })
})

async function start(): Promise<{ child: ChildProcess; base: string }> {
  const child = spawn(process.execPath, ['test/bareServer.ts', dir], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const base = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      const said = /listening (\S+)/.exec(chunk.toString())
      if (said?.[1]) resolve(said[1])
    })
  })
  return { child, base }
}

async function countedReceipt(client: Client, boxes: number): Promise<number> {
  const drugId =
    (await client.call(listDrugs, { pageSize: 100 })).rows.find((r) => r.code === 'NAR017')?.drugId ?? 0
  const locationId =
    (await client.call(listPlaces, { pageSize: 100 })).rows.find((r) => r.code === 'A01')?.placeId ?? 0
  const supplierId = (await client.call(listSuppliers, { pageSize: 10 })).rows[0]?.supplierId ?? 0
  const { id } = await client.call(startReceipt, {
    supplierId,
    locationId,
    lines: [{ drugId, units: boxes * 10 }],
  })
  const lineId = (await client.call(readReceipt, { id })).lines[0]?.id ?? 0
  await client.call(setLot, { id, lineId, lotNo: 'CRASH', expiry: '2030-01-31' })
  for (let i = 0; i < boxes; i++) await client.call(scanOne, { id, raw: boxCode(7_000 + i) })
  return id
}

test('a server killed in the middle of a posting loses nothing and invents nothing', async () => {
  const first = await start()
  const client = await connectAs(overHttp(first.base), 'wangxuemei@lushan', demoPassword)
  const id = await countedReceipt(client, 20)
  const { version } = await client.call(readReceipt, { id })
  const input = { id, version, qualityState: '外观、封签完好', conclusion: '合格入库' } as const
  // The posting is held open inside its transaction by a lock on the table of movements; then the process dies.
  const server = await openServer({ dir })
  const holder = postgres(server.url('postgres'), { max: 1 })
  const locked = holder.begin(async (tx) => {
    await tx`lock table ledger.movement in exclusive mode`
    const signing = client
      .call(signReceipt, input, {
        key: 'crash-signature-1',
        witness: { account: 'lizhenhua@lushan', secret: demoPassword },
      })
      .catch(() => 'cut off')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    first.child.kill('SIGKILL')
    return signing
  })
  expect(await locked).toBe('cut off')
  await holder.end()

  const second = await start()
  const again = await connectAs(overHttp(second.base), 'wangxuemei@lushan', demoPassword)
  const after = await again.call(readReceipt, { id })
  expect(after).toMatchObject({ state: 'counting', acceptedUnits: 200 })
  // The same act, sent again as a client does after a time-out, goes through once.
  const signed = { key: 'crash-signature-1', witness: { account: 'lizhenhua@lushan', secret: demoPassword } }
  expect(await again.call(signReceipt, input, signed)).toMatchObject({ acceptedUnits: 200 })
  expect(await again.call(readReceipt, { id })).toMatchObject({ state: 'signed', acceptedUnits: 200 })
  second.child.kill('SIGTERM')
  await new Promise((resolve) => second.child.once('exit', resolve))
  const verified = await run(process.execPath, ['src/apps/verifyLedger.ts', '--data', dir], { cwd: root })
  expect(verified.stdout).toContain('账平')
})

test('verify-ledger ends with 1 when the database’s owner changed a row', async () => {
  const server = await openServer({ dir })
  const owner = postgres(server.url('postgres'), { max: 1 })
  const check = () =>
    run(process.execPath, ['src/apps/verifyLedger.ts', '--data', dir], { cwd: root }).then(
      () => 0,
      (e: { code: number; stdout: string }) => e.code,
    )
  expect(await check()).toBe(0)
  const tampering: [what: string, change: string, back: string][] = [
    [
      'a balance',
      `update ledger.balance set quantity = quantity - 1 where code = '${boxCode(7_000)}' and inside`,
      `update ledger.balance set quantity = quantity + 1 where code = '${boxCode(7_000)}' and inside`,
    ],
    [
      'balance and entry together',
      `update ledger.balance set quantity = quantity / 2 where code = '${boxCode(7_001)}'; update ledger.entry set quantity = 5 where code = '${boxCode(7_001)}'`,
      `update ledger.balance set quantity = quantity * 2 where code = '${boxCode(7_001)}'; update ledger.entry set quantity = 10 where code = '${boxCode(7_001)}'`,
    ],
    [
      'who did it',
      `update ledger.movement set witness_id = witness_id + 3 where cause_no like 'SH-%'`,
      `update ledger.movement set witness_id = witness_id - 3 where cause_no like 'SH-%'`,
    ],
    [
      'the bytes of an event',
      `update audit.event set bytes = bytes || '\\x20' where type = 'receipt.sign'`,
      `update audit.event set bytes = substr(bytes, 1, length(bytes) - 1) where type = 'receipt.sign'`,
    ],
    [
      'an event that is gone',
      `create table kept as select * from audit.event where type = 'receipt.sign'; delete from audit.event where type = 'receipt.sign'`,
      `insert into audit.event select * from kept; drop table kept`,
    ],
  ]
  for (const [what, change, back] of tampering) {
    await owner.unsafe(change)
    expect([what, await check()]).toEqual([what, 1])
    await owner.unsafe(back)
  }
  expect(await check()).toBe(0)
  await owner.end()
}, 120_000)
