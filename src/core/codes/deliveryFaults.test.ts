import { describe, expect, test } from 'vitest'
import { refusalOf, stream } from '#core/tables/testKit.ts'
import { codesOf, relation } from '../../../samples/generate.ts'
import { readDelivery } from './delivery.ts'

const good = relation('utf-8')
const carton = codesOf('8121152', 1)[0] ?? ''
const bundles = codesOf('8121151', 5)
const boxes = codesOf('8121150', 50)
const [bundle = '', otherBundle = ''] = bundles
const [box = ''] = boxes
const strange = codesOf('8121151', 1, 9)[0] ?? ''
// In the sample the carton stands in line 7, bundles from 8, boxes from 13.
const [firstBundleLine, firstBoxLine] = [8, 13]

const refuse = (text: string) => refusalOf(() => readDelivery(stream(text)))
/** Changes the one line of a code; the sample must really hold what is to be changed. */
function changed(code: string, from: string, to: string): string {
  const lines = good.split('\n')
  const at = lines.findIndex((line) => line.includes(`curCode="${code}"`))
  const line = lines[at] ?? ''
  if (!line.includes(from)) throw new Error(`no ${from} in ${line}`)
  return lines.with(at, line.replace(from, to)).join('\n')
}

test('the unchanged file is accepted', async () => {
  expect((await readDelivery(stream(good))).codes).toHaveLength(56)
})

describe('each import check, found alone', () => {
  // A box that leaves its bundle also breaks the count, so the bundle is marked 零箱 where only the other
  // check is meant.
  const partial = (text: string) => text.replaceAll(/packLayer="2"(.*?)flag="0"/g, 'packLayer="2"$1flag="2"')

  test.each([
    [
      'missing parent',
      partial(changed(box, ` parentCode="${bundle}"`, '')),
      'CODE_PARENT_MISSING',
      { line: firstBoxLine, code: box },
    ],
    [
      'empty parent',
      partial(changed(box, bundle, '')),
      'CODE_PARENT_MISSING',
      { line: firstBoxLine, code: box },
    ],
    [
      'parent not in the file',
      partial(changed(box, bundle, strange)),
      'CODE_PARENT_NOT_IN_FILE',
      { line: firstBoxLine, code: box, parent: strange },
    ],
    [
      'box directly in the carton',
      partial(changed(box, bundle, carton)).replace('packLayer="3" flag="0"', 'packLayer="3" flag="2"'),
      'CODE_LEVEL_WRONG',
      { line: firstBoxLine, parent: carton },
    ],
    [
      'the same code twice',
      changed(boxes[49] ?? '', boxes[49] ?? '', box).replace(
        new RegExp(`(${bundles[4]}" packLayer="2".*?flag=)"0"`),
        '$1"2"',
      ),
      'CODE_DUPLICATE_IN_FILE',
      { line: 62, code: box },
    ],
    [
      'a box too many',
      changed(box, bundle, otherBundle).replace(new RegExp(`(${bundle}" packLayer="2".*?flag=)"0"`), '$1"2"'),
      'CODE_CHILD_COUNT',
      { line: firstBundleLine + 1, code: otherBundle, found: 11, expected: 10 },
    ],
    [
      'expiry before production',
      good.replace('2029-09-04', '2026-09-04'),
      'CODE_DATE_ORDER',
      { line: 6, made: '2026-09-05', expiry: '2026-09-04' },
    ],
    [
      'expiry on the day of production',
      good.replace('2029-09-04', '2026-09-05'),
      'CODE_DATE_ORDER',
      { line: 6 },
    ],
    ['no such date', good.replace('2029-09-04', '2029-02-30'), 'CODE_LINE_INVALID', { line: 6 }],
    ['no lot', good.replace('P2609016', ''), 'CODE_LINE_INVALID', { line: 6 }],
    ['ratio that does not divide', good.replace('1:5:50', '1:5:52'), 'CODE_LINE_INVALID', { line: 5 }],
    [
      'not a trace code',
      partial(changed(box, `curCode="${box}"`, 'curCode="A12345"')),
      'CODE_LINE_INVALID',
      { line: firstBoxLine },
    ],
    [
      'a product barcode',
      partial(changed(box, `curCode="${box}"`, 'curCode="6901234567892"')),
      'CODE_IS_PRODUCT_BARCODE',
      { line: firstBoxLine },
    ],
    [
      'no code',
      partial(changed(box, `curCode="${box}"`, 'curCode=""')),
      'CODE_EMPTY',
      { line: firstBoxLine },
    ],
    [
      'level 4',
      partial(changed(box, 'packLayer="1"', 'packLayer="4"')),
      'CODE_LINE_INVALID',
      { line: firstBoxLine },
    ],
  ] as const)('%s', async (_, text, code, facts) => {
    const refusal = await refuse(text)
    expect(refusal).toMatchObject({ code, facts })
    expect(refusal.faults).toHaveLength(1)
  })

  test('a pack marked 零箱 need not be full, an unmarked one must', async () => {
    const short = good
      .split('\n')
      .filter((line) => !line.includes(`curCode="${box}"`))
      .join('\n')
    expect(await refuse(short)).toMatchObject({ code: 'CODE_CHILD_COUNT', facts: { found: 9, expected: 10 } })
    expect((await readDelivery(stream(partial(short)))).codes).toHaveLength(55)
  })

  test('a level the ratio does not know', async () => {
    const refusal = await refuse(good.replace('1:5:50', '1:10'))
    expect(refusal).toMatchObject({ code: 'CODE_LINE_INVALID', facts: { line: 7 } })
  })
})

describe('several faults', () => {
  test('are all named', async () => {
    const refusal = await refuse(changed(box, bundle, strange))
    expect(refusal).toMatchObject({ code: 'FILE_HAS_FAULTS', facts: { count: 2 } })
    expect(refusal.faults).toEqual([
      {
        code: 'CODE_CHILD_COUNT',
        row: firstBundleLine,
        facts: { code: bundle, found: 9, expected: 10, line: firstBundleLine },
      },
      {
        code: 'CODE_PARENT_NOT_IN_FILE',
        row: firstBoxLine,
        facts: { code: box, parent: strange, line: firstBoxLine },
      },
    ])
  })

  test('beyond fifty they are only counted', async () => {
    const refusal = await refuse(
      good.replaceAll(/curCode="8121150\d+"/g, 'curCode="X"').replaceAll('flag="0"', 'flag="2"'),
    )
    expect(refusal).toMatchObject({ code: 'FILE_HAS_FAULTS', facts: { count: 50 } })
    const txt = `$甲,1\n${'no code here\n'.repeat(120)}#\n`
    const many = await refuse(txt)
    expect(many.facts['count']).toBe(120)
    expect(many.faults).toHaveLength(50)
  })
})

describe('TXT rows', () => {
  const row = `${box},盐酸吗啡注射液,P1,2026-09-05`

  test.each([
    ['no separator', 'no code here', 'CODE_LINE_INVALID'],
    ['no lot', `${box},盐酸吗啡注射液,,2026-09-05`, 'CODE_LINE_INVALID'],
    ['a column too many', `${row},x`, 'CODE_LINE_INVALID'],
    ['no such date', `${box},盐酸吗啡注射液,P1,2026-02-30`, 'CODE_LINE_INVALID'],
    ['a code of 19 digits', row.slice(1), 'CODE_LINE_INVALID'],
    ['the same again', `${row}\n${row}`, 'CODE_DUPLICATE_IN_FILE'],
    ['something after the end', `${row}\n#`, 'CODE_LINE_INVALID'],
  ])('%s', async (_, body, code) => {
    expect(await refuse(`$甲,1\n${body}\n#\n`)).toMatchObject({ code, facts: { line: expect.any(Number) } })
  })
})

test('a code that the sending terminal marked as wrong', async () => {
  const text = `<Document><Events><Event Name="SalesWareHouseOut"><DataField>
<Data Code="${box}" WrongCode="True"/></DataField></Event></Events></Document>`
  expect(await refuse(text)).toMatchObject({ code: 'CODE_LINE_INVALID', facts: { line: 2 } })
})
