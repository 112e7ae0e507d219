import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { deliveryLimitBytes } from '#core/codes/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { msfxTxt, relation } from '../../../samples/generate.ts'
import { loadDelivery } from './contract.ts'
import { arrive, deskOf, keeper, read, sample, type Desk } from './testKit.ts'

let h: Hospital
let desk: Desk
let wang: Client
let id: number

beforeAll(async () => {
  h = await startHospital()
  desk = await deskOf(h)
  wang = await h.as(keeper)
  id = await arrive(wang, desk, { sufentanil: 200, morphine: 500 })
})
afterAll(async () => {
  // A sender whose file was refused in the middle may still hold its connection.
  h.app.server.closeAllConnections()
  await h.stop()
})

const load = (bytes: Uint8Array) => wang.call(loadDelivery, { id }, { file: bytes })
const text = (s: string) => Buffer.from(s)
const txt = msfxTxt(',', '\n')
const xml = relation('utf-8')
const latin = Buffer.concat([Buffer.from('$supplier,CX1\n'), Buffer.from([0xe6, 0x9e, 0xff, 0x2c, 0x0a])])

describe('a file that is not in order changes nothing', () => {
  test.each<[string, string, Uint8Array]>([
    ['TXT whose end was cut off', 'FILE_TRUNCATED', text(txt.slice(0, -40))],
    ['TXT without its end mark', 'FILE_TRUNCATED', text(txt.replace('\n#\n', '\n'))],
    ['XML whose end was cut off', 'FILE_TRUNCATED', text(xml.slice(0, -200))],
    ['bytes of no encoding', 'FILE_ENCODING', latin],
    ['UTF-16', 'FILE_ENCODING', Buffer.from(`\ufeff${txt}`, 'utf16le')],
    ['XML that says GB2312 and is UTF-8', 'FILE_ENCODING', text(relation('GB2312'))],
    [
      'an entity declaration',
      'FILE_FORBIDDEN_XML',
      text(xml.replace('?>', '?><!DOCTYPE d [<!ENTITY a "aaaa">]>')),
    ],
    [
      'a reference to a file',
      'FILE_FORBIDDEN_XML',
      text('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>'),
    ],
    ['nothing', 'FILE_EMPTY', text('')],
    ['a spreadsheet', 'FILE_FORMAT_UNKNOWN', text('PK\u0003\u0004aaaa')],
    ['one code twice', 'CODE_DUPLICATE_IN_FILE', text(txt.replace('\n#\n', `\n${txt.split('\n')[1]}\n#\n`))],
    ['two lines unreadable', 'FILE_HAS_FAULTS', text(txt.replace('\n#\n', '\nabc\nxyz\n#\n'))],
    [
      'drugs of another order',
      'RECEIPT_FILE_MISMATCH',
      text(
        txt.replaceAll(/\n8190236/g, '\n8166010').replaceAll(/\n(?:8107742|8134507|8162348)/g, '\n8118825'),
      ),
    ],
  ])('%s: %s', async (_name, code, bytes) => {
    expect(await refusalOf(load(bytes))).toBe(code)
    expect((await read(wang, id)).manifest.packs).toBe(0)
  })

  test('faults name their lines', async () => {
    const no = await load(text(txt.replace('\n#\n', '\nabc\nxyz\n#\n'))).catch((e: unknown) => e)
    expect(no).toMatchObject({ problem: { facts: { count: 2 }, faults: [{ row: 48 }, { row: 49 }] } })
  })

  test('a bad file after a good one leaves the good one', async () => {
    await load(sample('relation-utf8.xml'))
    expect(await refusalOf(load(text(txt.slice(0, -40))))).toBe('FILE_TRUNCATED')
    expect((await read(wang, id)).manifest).toMatchObject({ packs: 50 })
    await load(sample('delivery-msfx-utf8.txt'))
    expect((await read(wang, id)).manifest).toMatchObject({ packs: 46, cartons: 0 })
  })

  test("the file of another hospital's receipt is not there", async () => {
    const tan = await h.as('tanyong@huaichuan')
    expect(await refusalOf(tan.call(loadDelivery, { id }, { file: sample('delivery-msfx-utf8.txt') }))).toBe(
      'NOT_FOUND',
    )
  })
})

/** Sends what `body` gives until somebody answers; over a real socket, because injection has no back pressure. */
async function stream(
  body: () => Uint8Array | undefined,
): Promise<{ status: number; code: string; sent: number }> {
  if (!h.app.server.listening) await h.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = h.app.server.address() as AddressInfo
  const cookie = await cookieOf()
  return new Promise((resolve, reject) => {
    let sent = 0
    let answered = false
    const headers = {
      cookie,
      'content-type': 'application/octet-stream',
      'idempotency-key': randomUUID(),
      'transfer-encoding': 'chunked',
    }
    const sending = request(
      { host: '127.0.0.1', port, method: 'POST', path: `/api/receipts/${id}/file`, headers },
      (reply) => {
        answered = true
        let json = ''
        reply.on('data', (c: Buffer) => (json += c.toString()))
        reply.on('end', () => {
          sending.destroy()
          resolve({ status: reply.statusCode ?? 0, code: (JSON.parse(json) as { code: string }).code, sent })
        })
      },
    )
    sending.on('error', (e) => (answered ? undefined : reject(e)))
    const pump = () => {
      for (;;) {
        const chunk = answered ? undefined : body()
        if (!chunk) return void sending.end()
        sent += chunk.length
        if (!sending.write(chunk)) return void sending.once('drain', pump)
      }
    }
    pump()
  })
}

async function cookieOf(): Promise<string> {
  const credential = { method: 'password', account: keeper, secret: demoPassword }
  const reply = await h.transport({
    method: 'POST',
    url: '/api/session',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ credential }),
  })
  return reply.headers['set-cookie']?.split(';')[0] ?? ''
}

describe('over a real socket', () => {
  const row = Buffer.alloc(64 * 1024, '81902367304992675542,枸橼酸舒芬太尼注射液,S2609118,2026-09-11\n')

  test('an endless file is refused at the limit, unread beyond it', async () => {
    let first = true
    const before = process.memoryUsage().rss
    // Blank lines are no rows: nothing but the size can stop this file.
    const blanks = Buffer.alloc(64 * 1024, ' '.repeat(1023) + '\n')
    const answer = await stream(() => {
      const chunk = first ? Buffer.from('$supplier,CX1\n') : blanks
      first = false
      return chunk
    })
    expect(answer).toMatchObject({ status: 413, code: 'FILE_TOO_LARGE' })
    expect(answer.sent).toBeGreaterThan(deliveryLimitBytes)
    expect(answer.sent).toBeLessThan(deliveryLimitBytes + 16 * 1024 * 1024)
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024)
  })

  test('a refusal in the middle of a large file still reaches the sender', async () => {
    let n = 0
    const head = Buffer.from('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>')
    const answer = await stream(() => (n === 0 ? (n++, head) : n++ < 100 ? row : undefined))
    expect(answer).toMatchObject({ status: 422, code: 'FILE_FORBIDDEN_XML' })
  })
})
