import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import { codeOf, refusalOf, stream } from '#core/tables/testKit.ts'
import { encodeGb } from '../../../samples/gb.ts'
import { files, relation } from '../../../samples/generate.ts'
import { readDelivery } from './delivery.ts'

const refuse = (content: string | Uint8Array) => refusalOf(() => readDelivery(stream(content)))
const samples = Object.values(files).map((make) => Buffer.from(make()))

describe('a file that was cut off', () => {
  test('anywhere at all is refused, as long as something is missing', async () => {
    const cut = fc.constantFrom(...samples).chain((bytes) => {
      const complete = bytes.toString('latin1').trimEnd().length
      return fc.tuple(fc.constant(bytes), fc.nat(complete - 1), fc.integer({ min: 1, max: 5000 }))
    })
    await fc.assert(
      fc.asyncProperty(cut, async ([bytes, at, size]) => {
        const code = await codeOf(() => readDelivery(stream(bytes.subarray(0, at), size)))
        expect(['FILE_TRUNCATED', 'FILE_EMPTY']).toContain(code)
      }),
      { numRuns: 400 },
    )
  })

  test('names the line', async () => {
    const lines = relation('utf-8').split('\n')
    expect(await refuse(lines.slice(0, 20).join('\n'))).toMatchObject({
      code: 'FILE_TRUNCATED',
      facts: { line: 20 },
    })
    expect(await refuse('$甲,1\n8121150')).toMatchObject({ code: 'FILE_TRUNCATED', facts: { line: 2 } })
    // In the middle of a character.
    const half = Buffer.from('$甲,1\n中').subarray(0, -1)
    expect(await refuse(half)).toMatchObject({ code: 'FILE_TRUNCATED', facts: { line: 2 } })
  })

  test('or has bytes changed ends in a file or a refusal, never in anything else', async () => {
    const spoilt = fc.tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
    )
    await fc.assert(
      fc.asyncProperty(spoilt, async ([sample, changes]) => {
        const bytes = Buffer.from(sample)
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        await readDelivery(stream(bytes)).catch((error: unknown) => expect(error).toBeInstanceOf(Refusal))
      }),
      { numRuns: 400 },
    )
  })
})

describe('encoding', () => {
  const gb = encodeGb(relation('utf-8'))
  const broken = Buffer.concat([
    Buffer.from('$甲公司,1\n81211500000000000001,药,L,\n'),
    Buffer.from([0xff, 0x0a, 0x23]),
  ])

  test.each([
    ['UTF-8 declared, GB written', gb, 2],
    ['GB2312 declared, UTF-8 written', Buffer.from(relation('GB2312')), 1],
    ['another encoding declared', Buffer.from(relation('Big5')), 1],
    ['UTF-16', Buffer.from('\uFEFF$甲,1\n#', 'utf16le'), 1],
    ['one broken byte in the third line', broken, 3],
  ])('%s', async (_, bytes, line) => {
    expect(await refuse(bytes)).toMatchObject({ code: 'FILE_ENCODING', facts: { line } })
  })
})

describe('XML', () => {
  const entity = '<!DOCTYPE d [<!ENTITY x "y">]>'

  test.each([
    ['DTD with an entity', `<?xml version="1.0"?>\n${entity}<Document/>`, 2],
    ['external entity', '<?xml version="1.0"?>\n\n<!DOCTYPE d SYSTEM "file:///etc/passwd"><Document/>', 3],
    ['lower case', '<!doctype html><Document/>', 1],
    ['inside the document', '<Document>\n<!ENTITY a "b"></Document>', 2],
    ['billion laughs', `<!DOCTYPE l [${'<!ENTITY a "&b;&b;">'.repeat(9)}]><Document>&a;</Document>`, 1],
  ])('%s', async (_, text, line) => {
    for (const size of [1, 10, 1000]) {
      const refusal = await refusalOf(() => readDelivery(stream(text, size)))
      expect(refusal).toMatchObject({ code: 'FILE_FORBIDDEN_XML', facts: { line } })
    }
  })

  test('a declaration cut between two chunks, beyond the first 64 KB', async () => {
    const text = `<Document>${' '.repeat(66_000)}\n<!DOCTYPE d><a/></Document>`
    const refusal = await refusalOf(() => readDelivery(stream(text, 1)))
    expect(refusal).toMatchObject({ code: 'FILE_FORBIDDEN_XML', facts: { line: 2 } })
  })

  test.each([
    ['an undeclared entity', '<Document>&x;</Document>', 'FILE_UNREADABLE'],
    ['tags that do not match', '<Document><Events></Document>', 'FILE_UNREADABLE'],
    ['another document', '<html><body/></html>', 'FILE_FORMAT_UNKNOWN'],
    [
      'another event',
      '<Document><Events><Event Name="CodeApply"/></Events></Document>',
      'FILE_FORMAT_UNKNOWN',
    ],
    ['no event', '<Document/>', 'FILE_FORMAT_UNKNOWN'],
    ['another version', '<Document><Events Version="2.0"/></Document>', 'FILE_UNREADABLE'],
    ['no code', '<Document><Events><Event Name="RelationCreate"/></Events></Document>', 'FILE_EMPTY'],
    ['a thousand levels', '<Document>'.repeat(1000), 'FILE_UNREADABLE'],
    [
      'a thousand attributes',
      `<Document ${Array.from({ length: 1000 }, (_, i) => `a${i}=""`).join(' ')}/>`,
      'FILE_UNREADABLE',
    ],
    [
      'two kinds of events',
      '<Document><Events><Event Name="RelationCreate"/><Event Name="SalesWareHouseOut"/></Events></Document>',
      'FILE_FORMAT_UNKNOWN',
    ],
  ])('%s', async (_, text, code) => {
    expect((await refuse(text)).code).toBe(code)
  })
})

test.each([
  ['nothing', '', 'FILE_EMPTY'],
  ['only space', '\uFEFF \r\n', 'FILE_EMPTY'],
  ['no rows', '$甲,1\n#\n', 'FILE_EMPTY'],
  ['prose', '您好，随货清单见附件', 'FILE_FORMAT_UNKNOWN'],
  ['a spreadsheet', 'PK\u0003\u0004', 'FILE_FORMAT_UNKNOWN'],
])('%s', async (_, text, code) => {
  expect((await refuse(text)).code).toBe(code)
})

/** An endless sender: counts what was taken from it and whether it was closed. */
function sender(head: string, chunk: Buffer, chunks: number) {
  const seen = { bytes: 0, closed: false }
  async function* send() {
    try {
      yield Buffer.from(head)
      for (let i = 0; i < chunks; i += 1) {
        seen.bytes += chunk.length
        yield chunk
      }
    } finally {
      seen.closed = true
    }
  }
  return { seen, send }
}

describe('a file that is too large', () => {
  const megabyte = 1024 * 1024
  const spaces = Buffer.alloc(megabyte, ' ')

  test('200 MB are refused after 32, and the sender is stopped', async () => {
    const { seen, send } = sender('<Document>', spaces, 200)
    const refusal = await refusalOf(() => readDelivery(send()))
    expect(refusal).toMatchObject({ code: 'FILE_TOO_LARGE', facts: { limit: '32 MB' } })
    expect(seen.bytes).toBeLessThanOrEqual(33 * megabyte)
    expect(seen.closed).toBe(true)
  })

  test('a line without an end is refused at once', async () => {
    const { seen, send } = sender('$甲,1\n', Buffer.alloc(megabyte, 'x'), 200)
    expect(await codeOf(() => readDelivery(send()))).toBe('CODE_LINE_INVALID')
    expect(seen.bytes).toBeLessThanOrEqual(2 * megabyte)
  })

  test.each([
    ['TXT rows', '$甲,1\n', (i: number) => `8121150${String(i).padStart(13, '0')},药,L,\n`],
    ['TXT rows that are wrong', '$甲,1\n', (i: number) => `${i}\n`],
    ['empty lines', '$甲,1\n', () => '\n'],
    [
      'XML codes',
      '<Document><Events><Event Name="SalesWareHouseOut"><DataField>',
      (i: number) => `<Data Code="8121150${String(i).padStart(13, '0')}"/>\n`,
    ],
    ['XML lines', '<Document>', () => '\n'],
  ])('a million %s are refused in bounded memory', async (_, head, line) => {
    let taken = 0
    async function* send() {
      yield Buffer.from(head)
      for (let i = 0; i < 1_000_000; i += 1000) {
        taken = i
        yield Buffer.from(Array.from({ length: 1000 }, (__, j) => line(i + j)).join(''))
      }
    }
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    expect(await codeOf(() => readDelivery(send()))).toBe('FILE_TOO_MANY_ROWS')
    expect(taken).toBeLessThan(500_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * megabyte)
  })
})
