import { describe, expect, test } from 'vitest'
import { columnTitle, type Column, type KnownDrug, type RawRow } from './cells.ts'
import { judge, type Known } from './judge.ts'
import { pricePerUnit, yuanForPeople, yuanText } from './money.ts'
import { rawRows, templateHeader } from './sheet.ts'

const drug = (
  drugId: number,
  code: string,
  name: string,
  spec: string,
  more: Partial<KnownDrug> = {},
): KnownDrug => {
  return {
    drugId,
    code,
    name,
    spec,
    unit: '支',
    drugClass: 'NAR',
    packUnit: '盒',
    packUnits: 10,
    stopped: false,
    ...more,
  }
}
const known: Known = {
  suppliers: [
    { supplierId: 1, code: 'CX', name: '湖南楚湘医药有限公司', stopped: false },
    { supplierId: 2, code: 'XK', name: '湖南湘康医药股份有限公司', stopped: false },
    { supplierId: 3, code: 'OLD', name: '旧公司', stopped: true },
  ],
  drugs: [
    drug(11, 'NAR017', '枸橼酸舒芬太尼注射液', '1ml:50μg'),
    drug(12, 'NAR018', '枸橼酸舒芬太尼注射液', '2ml:100μg', { stopped: true }),
    drug(13, 'NAR031', '盐酸羟考酮缓释片', '10mg', { unit: '片' }),
  ],
  taken: new Set(['OLD-1']),
  today: '2026-11-23',
}

let next = 2
function row(given: Partial<Record<Column, string>> = {}): RawRow {
  const empty = Object.fromEntries(Object.keys(columnTitle).map((key) => [key, '']))
  const usual = {
    externalNo: 'A',
    supplier: 'CX',
    drugCode: 'NAR017',
    quantity: '2',
    unit: '盒',
    price: '100',
    orderedOn: '2026-11-20',
  }
  return { row: next++, cells: { ...empty, ...usual, ...given } as RawRow['cells'] }
}
const one = (given: Partial<Record<Column, string>>) => judge([row(given)], known).rows[0]!
const faults = (given: Partial<Record<Column, string>>) =>
  one(given).faults.map((f) => `${f.column} ${f.code}`)

describe('a row', () => {
  test('counts in packs or in units, and prices what it counts in', () => {
    expect(one({})).toMatchObject({ units: 20, price: '10.00', state: 'good' })
    expect(one({ unit: '支', price: '9.5' })).toMatchObject({ units: 2, price: '9.50' })
    expect(one({ drugCode: 'NAR031', unit: '片', quantity: '1,000' })).toMatchObject({ units: 1000 })
    expect(faults({ unit: '瓶' })).toEqual(['单位 CELL_INVALID'])
    expect(one({ unit: '瓶' }).faults[0]!.text).toContain('应为支或盒（每盒 10 支）')
  })

  test.each(['0', '-3', '1.5', '二十', '1e3'])('a quantity of %s is refused', (quantity) => {
    expect(faults({ quantity })).toEqual(['数量 CELL_INVALID'])
  })

  test('says which cells are empty', () => {
    const empty = {
      externalNo: '',
      supplier: '',
      drugCode: '',
      quantity: '',
      unit: '',
      price: '',
      orderedOn: '',
    }
    expect(faults(empty).sort()).toEqual(
      ['采购单号', '供应商', '药品编码', '数量', '单价', '下单日期'].map((c) => `${c} CELL_REQUIRED`).sort(),
    )
  })

  test('finds the supplier by name or code, which must agree', () => {
    expect(one({ supplier: '湖南楚湘医药有限公司' }).supplierId).toBe(1)
    expect(one({ supplier: '', supplierCode: 'xk' }).supplierId).toBe(2)
    expect(faults({ supplierCode: 'XK' })).toEqual(['供应商 CELL_INVALID'])
    expect(faults({ supplier: '没有的公司' })).toEqual(['供应商 CELL_UNKNOWN'])
    expect(faults({ supplier: 'OLD' })).toEqual(['供应商 CELL_INVALID'])
  })

  test('never takes another strength than the code says', () => {
    expect(faults({ drugName: '枸橼酸舒芬太尼注射液', spec: '1ml：50ug*10支/盒' })).toEqual([])
    expect(faults({ spec: '2ml:100μg' })).toEqual(['规格 CELL_INVALID'])
    expect(faults({ spec: '1ml:50μg5' })).toEqual(['规格 CELL_INVALID'])
    expect(faults({ drugName: '枸橼酸芬太尼注射液' })).toEqual(['药品名称 CELL_INVALID'])
    expect(faults({ drugCode: 'NAR018' })).toEqual(['药品编码 CELL_INVALID'])
  })

  test('finds a drug by name and strength where there is no code', () => {
    const name = '枸橼酸舒芬太尼注射液'
    expect(one({ drugCode: '', drugName: name, spec: '1ml:50µg' }).drug?.drugId).toBe(11)
    expect(faults({ drugCode: '', drugName: name })).toEqual(['药品名称 CELL_INVALID'])
    expect(faults({ drugCode: '', drugName: name, spec: '5ml:250μg' })).toEqual(['规格 CELL_UNKNOWN'])
  })

  test.each(['2026-11-20', '2026/11/20', '20261120', '2026年11月20日', '2026-11-20 14:05'])(
    'reads the day %s',
    (orderedOn) => {
      expect(one({ orderedOn }).orderedOn).toBe('2026-11-20')
    },
  )
  test.each(['2026-11-24', '2026-02-30', '昨天', '11/20/2026'])('refuses the day %s', (orderedOn) => {
    expect(faults({ orderedOn })).toEqual(['下单日期 CELL_INVALID'])
  })
})

describe('an order', () => {
  test('goes in whole or not at all', () => {
    const { rows, counts } = judge([row(), row({ price: 'x' }), row({ externalNo: 'B' })], known)
    expect(rows.map((r) => r.state)).toEqual(['held', 'bad', 'good'])
    expect(counts).toEqual({ rows: 3, good: 1, held: 1, bad: 1, orders: 2, goodOrders: 1 })
  })

  test('has one supplier and one day', () => {
    const { rows } = judge([row(), row({ supplier: 'XK', orderedOn: '2026-11-21' })], known)
    expect(rows[1]!.faults.map((f) => f.column)).toEqual(['供应商', '下单日期'])
  })

  test('that was recorded before says so on every row', () => {
    const { rows } = judge([row({ externalNo: 'OLD-1' }), row({ externalNo: 'OLD-1' })], known)
    expect(rows.map((r) => r.faults[0]!.code)).toEqual(['ALREADY_EXISTS', 'ALREADY_EXISTS'])
  })

  test('has at most 500 rows', () => {
    const { counts } = judge(
      Array.from({ length: 501 }, () => row()),
      known,
    )
    expect(counts).toMatchObject({ bad: 1, held: 500, goodOrders: 0 })
  })
})

describe('headings', () => {
  test('of the template and of other systems are understood', () => {
    expect(() => rawRows({ header: [...templateHeader], rows: [] })).not.toThrow()
    const other = ['订单编号', '供货单位(名称)', '药品代码', '采购数量', '包装单位', '进价（元）', '制单日期']
    const cells = ['B7', '楚湘', 'NAR017', '2', '盒', '5', '2026-11-20']
    const [first] = rawRows({ header: other, rows: [{ row: 2, cells }] })
    expect(first?.cells).toMatchObject({
      externalNo: 'B7',
      supplier: '楚湘',
      drugCode: 'NAR017',
      price: '5',
      invoiceNo: '',
    })
  })

  test('that name neither supplier nor drug are refused', () => {
    const without = (title: string) => () =>
      rawRows({ header: templateHeader.filter((t) => !t.startsWith(title)), rows: [] })
    expect(without('供应商')).toThrow('供应商')
    expect(without('药品')).toThrow('药品编码')
    expect(without('单价')).toThrow('单价')
  })
})

describe('money', () => {
  test('is shown with commas', () => {
    expect(['1234567.50', '12.00', '999.123456'].map(yuanForPeople)).toEqual([
      '1,234,567.50',
      '12.00',
      '999.123456',
    ])
  })

  test('is divided exactly and rounded half up at the sixth place', () => {
    expect(pricePerUnit('398.60', 10)).toBe('39.86')
    expect(pricePerUnit('1', 3)).toBe('0.333333')
    expect(pricePerUnit('0.000005', 10)).toBe('0.000001')
    expect(pricePerUnit('1,234.5', 1)).toBe('1234.50')
    for (const bad of ['', '-1', '1e3', '1.1234567', '¥5']) expect(pricePerUnit(bad, 10)).toBeUndefined()
    expect([yuanText('12.500000'), yuanText('7'), yuanText('0.123456')]).toEqual([
      '12.50',
      '7.00',
      '0.123456',
    ])
  })
})
