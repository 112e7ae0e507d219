import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import writeXlsx from 'write-excel-file/node'
import { Refusal } from '#core/refusal.ts'
import { encodeGb } from '../../../samples/gb.ts'
import { readTable } from './read.ts'
import { codeOf, refusalOf } from './testKit.ts'
import { zipStored } from './zip.ts'

const csv = (text: string, limits = {}) => readTable(Buffer.from(text), 'a.csv', limits)
const xlsx = (bytes: Uint8Array, limits = {}) => readTable(bytes, 'a.XLSX', limits)

describe('CSV', () => {
  const table = { header: ['批号', '数量'], rows: [{ row: 2, cells: ['S1', '3'] }] }

  test.each([
    ['comma', '批号,数量\nS1,3\n'],
    ['semicolon', '批号;数量\r\nS1;3'],
    ['tab', '批号\t数量\nS1\t3\n'],
    ['byte order mark', '\uFEFF批号,数量\nS1,3'],
    ['quotes and spaces', '"批号", 数量\n"S1", 3 \n'],
    ['headings that hold another separator', '"批号",数量\n"S1",3,,,\n'],
  ])('with %s', async (_, text) => {
    expect(await csv(text)).toEqual(table)
    expect(await readTable(encodeGb(text.replace('\uFEFF', '')), 'a.csv')).toEqual(table)
  })

  test('rows are numbered as in a spreadsheet, blank ones and line ends in cells included', async () => {
    expect(await csv('\n批号,数量\n\nS1,"3\n支"\n,\nS2,4')).toEqual({
      header: ['批号', '数量'],
      rows: [
        { row: 4, cells: ['S1', '3\n支'] },
        { row: 6, cells: ['S2', '4'] },
      ],
    })
  })

  test('empty cells between tabs stay in place; short rows are filled up', async () => {
    expect((await csv('a\tb\tc\n1\t\t3\n1\n')).rows).toEqual([
      { row: 2, cells: ['1', '', '3'] },
      { row: 3, cells: ['1', '', ''] },
    ])
  })

  test('any cells come back as written', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'abc药,;"\n \t1'.split('')), maxLength: 8 })
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (rows) => {
        const text = ['"h1","h2"', ...rows.map((r) => r.map(quoted).join(','))].join('\n')
        const filled = rows.map((r) => r.map((c) => c.trim())).filter((r) => r.some((c) => c !== ''))
        if (filled.length === 0) return
        expect((await csv(text)).rows.map((r) => r.cells)).toEqual(filled)
      }),
    )
  })

  test.each([
    ['FILE_EMPTY', ''],
    ['FILE_EMPTY', '\n \n,,\n'],
    ['FILE_EMPTY', '批号,数量\n'],
    ['FILE_UNREADABLE', '批号,数量\n"S1,3\n'],
    ['FILE_UNREADABLE', `a\n${','.repeat(300)}`],
    ['FILE_TOO_MANY_ROWS', `a\n${'1\n'.repeat(10_001)}`],
    ['FILE_TOO_MANY_ROWS', `a\n${'1\n'.repeat(1_000_000)}`],
    ['FILE_TOO_MANY_ROWS', `a\n${'\n'.repeat(1_000_000)}`],
  ])('%s', async (code, text) => {
    expect(await codeOf(() => csv(text))).toBe(code)
  })

  test('limits can be set', async () => {
    expect((await csv('a\n1\n2', { maxRows: 2 })).rows).toHaveLength(2)
    expect(await refusalOf(() => csv('a\n1\n2', { maxRows: 1 }))).toMatchObject({
      code: 'FILE_TOO_MANY_ROWS',
      facts: { limit: 1 },
    })
    expect(await codeOf(() => csv('a\n1\n2', { maxBytes: 4 }))).toBe('FILE_TOO_LARGE')
  })

  test('a broken byte is named by its line', async () => {
    const bytes = Buffer.concat([Buffer.from('批号,数量\n1,2\n'), Buffer.from([0xff]), Buffer.from('\n')])
    expect(await refusalOf(() => readTable(bytes, 'a.csv'))).toMatchObject({
      code: 'FILE_ENCODING',
      facts: { line: 3, encoding: 'UTF-8' },
    })
  })
})

/** The smallest workbook that is one: a sheet of raw XML. */
function workbook(sheetXml: string, more: Record<string, string> = {}): Map<string, Buffer> {
  const ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const parts: Record<string, string> = {
    'xl/workbook.xml': `<workbook ${ns} xmlns:r="${relation}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${ns}><sheetData>${sheetXml}</sheetData></worksheet>`,
    ...more,
  }
  return new Map(Object.entries(parts).map(([name, text]) => [name, Buffer.from(text)]))
}

const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`
const head = `<row r="1">${text('A1', '码')}${text('B1', '数量')}</row>`

describe('XLSX', () => {
  test('text, numbers, dates and gaps', async () => {
    const date = { type: Date, value: new Date('2029-09-04T00:00:00Z'), format: 'yyyy-mm-dd' } as const
    const bytes = await writeXlsx([
      [{ value: '批号' }, { value: '有效期' }, { value: '数量' }, { value: '备注' }],
      [{ type: String, value: '0081' }, date, { type: Number, value: 0.1 + 0.2 }, null],
      [null, null, null, null],
      [
        { type: String, value: ' S2 ' },
        { ...date, value: new Date('2029-09-04T08:30:00Z') },
        null,
        { type: Boolean, value: true },
      ],
    ]).toBuffer()
    expect(await xlsx(bytes)).toEqual({
      header: ['批号', '有效期', '数量', '备注'],
      rows: [
        { row: 2, cells: ['0081', '2029-09-04', '0.3', ''] },
        { row: 4, cells: ['S2', '2029-09-04 08:30', '', 'true'] },
      ],
    })
  })

  test('a trace code typed as a number has lost digits already', async () => {
    const row = `<row r="2">${'<c r="A2"><v>8.1901234567890004E+19</v></c>'}</row>`
    expect(await refusalOf(() => xlsx(zipStored(workbook(head + row))))).toMatchObject({
      code: 'CELL_INVALID',
      facts: { row: 2, column: '码', value: '8.1901234567890004E+19' },
    })
    const whole = `<row r="2"><c r="A2"><v>869783770003150</v></c></row>`
    expect((await xlsx(zipStored(workbook(head + whole)))).rows[0]?.cells[0]).toBe('869783770003150')
  })

  test('a cell in the last corner does not blow up memory', async () => {
    const at = (ref: string, row: string) => workbook(`${head}<row r="${row}">${text(ref, 'x')}</row>`)
    const before = process.memoryUsage().rss
    expect(await codeOf(() => xlsx(zipStored(at('A1048576', '1048576'))))).toBe('FILE_TOO_MANY_ROWS')
    expect(await codeOf(() => xlsx(zipStored(at('A9', '900000'))))).toBe('FILE_TOO_MANY_ROWS')
    expect(await codeOf(() => xlsx(zipStored(at('A9', '9000000'))))).toBe('FILE_TOO_MANY_ROWS')
    expect(await codeOf(() => xlsx(zipStored(at('A2', '1e9'))))).toBe('FILE_UNREADABLE')
    expect(await codeOf(() => xlsx(zipStored(at('XFD2', '2'))))).toBe('FILE_UNREADABLE')
    const unnumbered = zipStored(workbook('<row/>'.repeat(30_000)))
    expect(await codeOf(() => xlsx(unnumbered))).toBe('FILE_TOO_MANY_ROWS')
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
  })

  test('wherever the workbook says its sheet lies', async () => {
    const parts = workbook(`${head}<row r="9000000">${text('A2', 'x')}</row>`)
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? Buffer.alloc(0)
    const relations = String(parts.get('xl/_rels/workbook.xml.rels')).replace('worksheets/sheet1', 'other')
    parts.delete('xl/worksheets/sheet1.xml')
    parts.set('xl/other.xml', sheet).set('xl/_rels/workbook.xml.rels', Buffer.from(relations))
    expect(await codeOf(() => xlsx(zipStored(parts)))).toBe('FILE_TOO_MANY_ROWS')
  })

  test('a formula counts with its result; without one it is refused, not taken for an empty cell', async () => {
    const cell = (inside: string) => zipStored(workbook(`${head}<row r="2"><c r="A2">${inside}</c></row>`))
    expect((await xlsx(cell('<f>1+2</f><v>3</v>'))).rows[0]?.cells[0]).toBe('3')
    expect(await refusalOf(() => xlsx(cell('<f>1+2</f>')))).toMatchObject({
      code: 'CELL_INVALID',
      facts: { row: 2, column: 'A 列' },
    })
  })

  test('merged cells below the headings are refused: the others would be empty', async () => {
    const merged = (range: string) => {
      const parts = workbook(`${head}<row r="2">${text('A2', 'x')}</row>`)
      const sheet = String(parts.get('xl/worksheets/sheet1.xml'))
      const with_ = sheet.replace(
        '</sheetData>',
        `</sheetData><mergeCells><mergeCell ref="${range}"/></mergeCells>`,
      )
      return zipStored(parts.set('xl/worksheets/sheet1.xml', Buffer.from(with_)))
    }
    expect(await refusalOf(() => xlsx(merged('A2:A5')))).toMatchObject({
      code: 'FILE_MERGED_CELLS',
      facts: { row: 2, range: 'A2:A5' },
    })
    expect((await xlsx(merged('A1:B1'))).rows).toHaveLength(1)
  })

  test('a DTD is refused', async () => {
    const parts = workbook('', {
      'xl/worksheets/sheet1.xml': '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>',
    })
    expect(await codeOf(() => xlsx(zipStored(parts)))).toBe('FILE_FORBIDDEN_XML')
  })

  test('too many rows', async () => {
    const rows = Array.from(
      { length: 4 },
      (_, i) => `<row r="${i + 2}">${text(`A${i + 2}`, 'x')}</row>`,
    ).join('')
    const bytes = zipStored(workbook(head + rows))
    expect((await xlsx(bytes, { maxRows: 4 })).rows).toHaveLength(4)
    expect(await codeOf(() => xlsx(bytes, { maxRows: 3 }))).toBe('FILE_TOO_MANY_ROWS')
  })

  test('a zip bomb stops at the limit, whatever size it claims', async () => {
    const bomb = deflated(Buffer.alloc(200 * 1024 * 1024, ' '), 10)
    expect(bomb.length).toBeLessThan(400_000)
    const before = process.memoryUsage().rss
    expect(await codeOf(() => xlsx(bomb, { maxUnpacked: 1024 * 1024 }))).toBe('FILE_TOO_LARGE')
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  })

  test('cut off or spoilt, it is refused and nothing else', async () => {
    const whole = zipStored(workbook(`${head}<row r="2">${text('A2', 'x')}</row>`))
    const unspoilt = await xlsx(whole)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.nat(whole.length - 1),
        fc.nat(255),
        async (cut, at, byte) => {
          expect(await codeOf(() => xlsx(whole.subarray(0, cut)))).toMatch(/^FILE_(EMPTY|UNREADABLE)$/)
          const spoilt = Buffer.from(whole)
          spoilt[at] = byte
          // A damaged part never passes for a sheet with other content.
          const rows = await xlsx(spoilt).catch((error: unknown) => {
            expect(error).toBeInstanceOf(Refusal)
            return undefined
          })
          if (rows) expect(rows).toEqual(unspoilt)
        },
      ),
      { numRuns: 300 },
    )
  })
})

/** A zip of one sheet, compressed; the directory claims `claimed` bytes for it. */
function deflated(content: Buffer, claimed: number): Buffer {
  const packed = deflateRawSync(content)
  const zip = zipStored(new Map([['xl/worksheets/sheet1.xml', packed]]))
  const directory = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  zip.writeUInt16LE(8, 8)
  zip.writeUInt32LE(claimed, 22)
  zip.writeUInt16LE(8, directory + 10)
  zip.writeUInt32LE(claimed, directory + 24)
  return zip
}

test.each([
  ['a.xls', 'x', 'FILE_TYPE_REFUSED'],
  ['a', 'x', 'FILE_TYPE_REFUSED'],
  ['a.xlsx', 'a,b\n1,2', 'FILE_UNREADABLE'],
  ['a.csv', 'PK\u0003\u0004', 'FILE_UNREADABLE'],
  ['a.xlsx', 'PK\u0003\u0004', 'FILE_UNREADABLE'],
])('%s holding %j', async (name, content, code) => {
  expect(await codeOf(() => readTable(Buffer.from(content), name))).toBe(code)
})
