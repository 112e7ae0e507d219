import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { stream } from '#core/tables/testKit.ts'
import { encodeGb } from '../../../samples/gb.ts'
import { codesOf, files, largeRelation, relation } from '../../../samples/generate.ts'
import { leavesOf, readDelivery, type DeliveryCode } from './delivery.ts'

describe('sample files', () => {
  const sample = (name: string) => readFileSync(`samples/${name}`)

  test.each(Object.entries(files))('%s is what the generator writes', (name, make) => {
    expect(Buffer.compare(sample(name), make())).toBe(0)
  })

  test.each([
    ['delivery-msfx-utf8.txt', 'UTF-8'],
    ['delivery-msfx-gb18030.txt', 'GB18030'],
  ])('%s', async (name, encoding) => {
    const file = await readDelivery(stream(sample(name)))
    expect(file).toMatchObject({
      format: 'MSFX_TXT',
      encoding,
      supplierName: '湖南楚湘医药有限公司',
      documentNo: 'CX26112300871',
    })
    const perLot = Map.groupBy(file.codes, (c) => `${c.drugName} ${c.lotNo} ${c.code.slice(0, 7)}`)
    expect([...perLot].map(([key, codes]) => [key, codes.length])).toEqual([
      ['枸橼酸舒芬太尼注射液 S2609118 8190236', 20],
      ['注射用盐酸瑞芬太尼 R2608042 8107742', 12],
      ['枸橼酸芬太尼注射液 F2609027 8134507', 10],
      ['咪达唑仑注射液 M2609033 8162348', 4],
    ])
    expect(file.codes[0]).toMatchObject({ level: 1, made: '2026-09-11', line: 2 })
  })

  test.each([
    ['relation-utf8.xml', 'UTF-8'],
    ['relation-gb2312.xml', 'GB18030'],
  ])('%s', async (name, encoding) => {
    const file = await readDelivery(stream(sample(name)))
    expect(file).toMatchObject({ format: 'RELATION_XML', encoding, event: 'RelationCreate' })
    expect([3, 2, 1].map((level) => file.codes.filter((c) => c.level === level).length)).toEqual([1, 5, 50])
    expect(file.codes.at(-1)).toMatchObject({
      lotNo: 'P2609016',
      made: '2026-09-05',
      expiry: '2029-09-04',
      productCode: '8121150',
      parent: file.codes[5]?.code,
    })
  })

  test('warehouse.xml', async () => {
    const file = await readDelivery(stream(sample('warehouse.xml')))
    expect(file).toMatchObject({
      format: 'WAREHOUSE_XML',
      event: 'SalesWareHouseOut',
      documentNo: 'CX26112300872',
    })
    expect(file.codes).toHaveLength(6)
    expect(file.codes[0]).toMatchObject({ level: 1, lotNo: 'P2609016', made: '2026-09-05', line: 9 })
  })

  test('no code stands in two files, but for the pairs of one delivery', async () => {
    const names = ['delivery-msfx-utf8.txt', 'relation-utf8.xml', 'warehouse.xml']
    const all = await Promise.all(names.map(async (name) => (await readDelivery(stream(sample(name)))).codes))
    const codes = [...all.flat(), ...(await readDelivery(stream(largeRelation(5000)))).codes].map(
      (c) => c.code,
    )
    expect(new Set(codes).size).toBe(codes.length)
  })
})

describe('码上放心 TXT as exporters write it', () => {
  const [code = ''] = codesOf('8190236', 1)

  test.each(['\t', ',', ';', '|'])('separator %j', async (separator) => {
    const row = [code, '枸橼酸舒芬太尼注射液', 'S1', '2026/9/1'].join(separator)
    const file = await readDelivery(stream(`$甲公司${separator}NO1\n${row}\n#`))
    expect(file).toMatchObject({ supplierName: '甲公司', documentNo: 'NO1' })
    expect(file.codes[0]).toMatchObject({
      code,
      drugName: '枸橼酸舒芬太尼注射液',
      lotNo: 'S1',
      made: '2026-09-01',
    })
  })

  test.each([1, 2, 3, 7])('cut into pieces of %i bytes, in both encodings', async (size) => {
    const text = `$甲公司,NO1\r\n\r\n${code},注射用盐酸瑞芬太尼,S1,\r\n#\r\n\r\n`
    for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`), encodeGb(text)]) {
      const file = await readDelivery(stream(bytes, size))
      expect(file.supplierName).toBe('甲公司')
      expect(file.codes[0]).toMatchObject({ code, drugName: '注射用盐酸瑞芬太尼', made: undefined, line: 3 })
    }
  })

  test.each([1, 7])('a long file in pieces of %i bytes, in both encodings', async (size) => {
    const codes = codesOf('8190236', 1500, 5)
    const text = `$甲公司,NO1\n${codes.map((c) => `${c},枸橼酸舒芬太尼注射液,批一,\n`).join('')}#`
    for (const bytes of [Buffer.from(text), encodeGb(text)]) {
      expect(bytes.length).toBeGreaterThan(70_000)
      const file = await readDelivery(stream(bytes, size))
      expect(file.codes.map((c) => c.code)).toEqual(codes)
      expect(new Set(file.codes.map((c) => `${c.drugName} ${c.lotNo}`)).size).toBe(1)
    }
  })

  test('a header without a document number, a trailing separator, a GS1 code', async () => {
    const row = '(01)06901234567892(21)77,某药,L1,2026-09-01,'
    const file = await readDelivery(stream(`$甲公司\n${row}\n#\n`))
    expect(file.documentNo).toBeUndefined()
    expect(file.codes[0]?.code).toBe('01069012345678922177')
  })
})

describe('XML as producers write it', () => {
  const golden = (events: string, event: string) => `<?xml version="1.0"?>
<Document License="1001123"><Events ${events}><Event ${event}>
<Relation productCode="9999999" subTypeNo="9500000001" cascade="1:5:2500" packageSpec="粒1粒" comment="0">
<Batch batchNo="20260901" madeDate="2026-09-23" validateDate="2026-10-23">
<Code curCode="80217619000000001003" packLayer="3" flag="2"/>
<Code curCode="80217629000000001005" packLayer="2" parentCode="80217619000000001003" flag="2"/>
<Code curCode="82062339000000001004" packLayer="1" parentCode="80217629000000001005" flag="2"/>
</Batch></Relation></Event></Events></Document>`

  test.each([
    ['Version="3.0"', 'Name="RelationCreate"'],
    ['version="3.0"', 'name="RelationCreate"'],
  ])('%s %s', async (events, event) => {
    const file = await readDelivery(stream(golden(events, event), 1))
    expect(file.codes.map((c) => [c.code, c.level, c.parent, c.partial])).toEqual([
      ['80217619000000001003', 3, undefined, true],
      ['80217629000000001005', 2, '80217619000000001003', true],
      ['82062339000000001004', 1, '80217629000000001005', true],
    ])
  })

  test('an empty parent is no parent', async () => {
    const text = golden('Version="3.0"', 'Name="RelationCreate"').replace('packLayer="3"', '$& parentCode=""')
    expect((await readDelivery(stream(text))).codes[0]?.parent).toBeUndefined()
  })

  test('GB without a declaration is told by its bytes', async () => {
    const bytes = encodeGb(relation('x').replace(' encoding="x"', ''))
    expect((await readDelivery(stream(bytes))).encoding).toBe('GB18030')
  })

  test('several orders in one file give no document number', async () => {
    const data = (order: string, i: number) =>
      `<Data Code="${codesOf('8121150', 2)[i]}" CorpOrderID="${order}"/>`
    const text = (a: string, b: string) =>
      `<Document><Events><Event Name="PurchaseWareHouseIn"><DataField>${data(a, 0)}${data(b, 1)}</DataField></Event></Events></Document>`
    expect((await readDelivery(stream(text('A', 'B')))).documentNo).toBeUndefined()
    expect((await readDelivery(stream(text('A', 'A')))).documentNo).toBe('A')
  })
})

describe('leavesOf', () => {
  test('a carton, a bundle, a box, a stranger', async () => {
    const { codes } = await readDelivery(stream(relation('utf-8')))
    const boxes = codes.filter((c) => c.level === 1)
    expect(leavesOf(codes, codes[0]?.code ?? '')).toEqual(boxes)
    expect(leavesOf(codes, codes[1]?.code ?? '')).toEqual(boxes.slice(0, 10))
    expect(leavesOf(codes, boxes[3]?.code ?? '')).toEqual([boxes[3]])
    expect(leavesOf(codes, '81210000000000000000')).toEqual([])
  })

  test('a circle ends', () => {
    const pack = (code: string, parent: string, level: 1 | 2 | 3): DeliveryCode => {
      return { code, raw: code, parent, level, line: 1 }
    }
    const circle = [pack('a', 'b', 3), pack('b', 'a', 2), pack('c', 'b', 1)]
    expect(leavesOf(circle, 'a').map((c) => c.code)).toEqual(['c'])
  })

  test('5 000 boxes, 200 to the carton', async () => {
    const { codes } = await readDelivery(stream(largeRelation(5000), 65_536))
    const cartons = codes.filter((c) => c.level === 3)
    expect(cartons.map((c) => leavesOf(codes, c.code).length)).toEqual(Array.from({ length: 25 }, () => 200))
  })
})
