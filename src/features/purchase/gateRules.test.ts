import { describe, expect, test } from 'vitest'
import { gateFaults, type Gate, type GateOrder } from './gateRules.ts'

const nar = { drugClass: 'NAR', validFrom: '2000-01-01', validTo: null }
const gate: Gate = {
  today: '2026-11-23',
  name: '王雪梅',
  region: '430104',
  cards: [{ cardNo: 'K1', validFrom: '2025-08-01', validTo: '2028-07-31', nextFrom: null }],
  named: true,
  purchasers: ['王雪梅', '李振华'],
  suppliers: new Map([
    [
      1,
      {
        name: '楚湘医药',
        licenceNo: '湘AA7310001',
        licenceValidTo: '2029-06-30',
        licences: [{ kind: 'wholesale', title: '麻精定点批发资质', validTo: '2029-06-30' }],
      },
    ],
  ]),
  drugs: new Map([
    [11, { productId: 101, title: '舒芬太尼 1ml:50μg', unit: '支', classes: [nar] }],
    [12, { productId: 102, title: '麻黄碱 1ml:30mg', unit: '支', classes: [{ ...nar, drugClass: 'PRE' }] }],
    [13, { productId: 103, title: '地西泮 2ml:10mg', unit: '支', classes: [{ ...nar, drugClass: 'PS2' }] }],
    // In the first class from the day on which its class changed.
    [
      14,
      {
        productId: 104,
        title: '咪达唑仑 2ml:10mg',
        unit: '支',
        classes: [{ drugClass: 'PS1', validFrom: '2026-07-01', validTo: null }],
      },
    ],
  ]),
  plans: new Map(),
}
const order = (more: Partial<GateOrder> = {}): GateOrder => ({
  supplierId: 1,
  orderedOn: '2026-11-23',
  lines: [{ drugId: 11, units: 100 }],
  ...more,
})
const codes = (g: Gate, o: GateOrder) =>
  gateFaults(g, o, new Map()).map((f) => `${f.line} ${f.about} ${f.code}`)
const card = (validFrom: string, validTo: string, nextFrom: string | null = null) => ({
  cardNo: 'K',
  validFrom,
  validTo,
  nextFrom,
})
const supplier = (more: object): Gate => {
  const known = gate.suppliers.get(1)
  if (!known) throw new Error('the supplier is in the table above')
  return { ...gate, suppliers: new Map([[1, { ...known, ...more }]]) }
}

describe('印鉴卡', () => {
  test.each<[string, Gate, GateOrder, string[]]>([
    ['a card that runs, a named purchaser', gate, order(), []],
    ['its last day still counts', { ...gate, today: '2028-07-31' }, order({ orderedOn: '2028-07-31' }), []],
    ['no card at all', { ...gate, cards: [] }, order(), ['0 drug CARD_MISSING']],
    [
      'ended yesterday',
      { ...gate, cards: [card('2023-11-23', '2026-11-22')] },
      order(),
      ['0 orderedOn CARD_EXPIRED'],
    ],
    [
      'ended yesterday: an order dated the day before does not go out either',
      { ...gate, cards: [card('2023-11-23', '2026-11-22')] },
      order({ orderedOn: '2026-11-22' }),
      ['0 orderedOn CARD_EXPIRED'],
    ],
    [
      'the next card runs today, the old one ran on the day of the order',
      { ...gate, cards: [card('2023-11-21', '2026-11-20', '2026-11-21'), card('2026-11-21', '2029-11-20')] },
      order({ orderedOn: '2026-11-20' }),
      [],
    ],
    [
      'on the day of the order there was none',
      { ...gate, cards: [card('2026-11-21', '2029-11-20')] },
      order({ orderedOn: '2026-11-20' }),
      ['0 orderedOn CARD_NOT_YET'],
    ],
    ['somebody who is not on it', { ...gate, named: false }, order(), ['0 drug CARD_PURCHASER']],
    [
      'only the lines that need it',
      { ...gate, cards: [] },
      order({ lines: [11, 13, 12].map((drugId) => ({ drugId, units: 1 })) }),
      ['0 drug CARD_MISSING', '2 drug CARD_MISSING'],
    ],
    [
      'the class of the day of the order decides, before',
      { ...gate, cards: [] },
      order({ orderedOn: '2026-06-30', lines: [{ drugId: 14, units: 1 }] }),
      [],
    ],
    [
      'and after',
      { ...gate, cards: [] },
      order({ orderedOn: '2026-07-01', lines: [{ drugId: 14, units: 1 }] }),
      ['0 drug CARD_MISSING'],
    ],
  ])('%s', (_title, g, o, expected) => expect(codes(g, o)).toEqual(expected))
})

describe('supplier', () => {
  const wholesale = { kind: 'wholesale', title: '麻精定点批发资质', validTo: null }
  test.each<[string, Gate, string[]]>([
    ['not designated', supplier({ licences: [] }), ['0 supplier SUPPLIER_NOT_DESIGNATED']],
    [
      'its permit ended yesterday',
      supplier({ licenceValidTo: '2026-11-22' }),
      ['0 supplier SUPPLIER_LICENCE_EXPIRED'],
    ],
    ['its permit ends today', supplier({ licenceValidTo: '2026-11-23' }), []],
    [
      'another of its papers ended',
      supplier({
        licences: [wholesale, { kind: 'mandate', title: '销售人员授权书', validTo: '2026-01-01' }],
      }),
      ['0 supplier SUPPLIER_LICENCE_EXPIRED'],
    ],
    [
      'licensed by another province',
      supplier({ licenceNo: '鄂AA0270001' }),
      ['0 supplier SUPPLIER_OTHER_PROVINCE'],
    ],
    [
      'of another province, with the permission for it',
      supplier({
        licenceNo: '鄂AA0270001',
        licences: [wholesale, { kind: 'crossProvince', title: '跨省采购批准文件', validTo: null }],
      }),
      [],
    ],
    ['a licence whose number does not say the province', supplier({ licenceNo: '0731-1' }), []],
  ])('%s', (_title, g, expected) => expect(codes(g, order())).toEqual(expected))
})

describe('购用计划', () => {
  const plan = (approved: number, ordered: number): Gate => ({
    ...gate,
    plans: new Map([[2026, new Map([[101, { approved, ordered }]])]]),
  })
  test.each<[string, Gate, GateOrder, string[]]>([
    ['to the last unit', plan(1000, 900), order(), []],
    ['one unit over', plan(1000, 901), order(), ['0 units PLAN_OVER']],
    ['not in the plan', plan(1000, 0), order({ lines: [{ drugId: 12, units: 1 }] }), ['0 drug PLAN_NOT_IN']],
    ['approved at nothing', plan(0, 0), order(), ['0 drug PLAN_NOT_IN']],
    ['a year without a plan has no ceiling', plan(0, 0), order({ orderedOn: '2025-12-31' }), []],
    [
      'two lines of one drug add up',
      plan(150, 0),
      order({ lines: [11, 11].map((drugId) => ({ drugId, units: 100 })) }),
      ['1 units PLAN_OVER'],
    ],
  ])('%s', (_title, g, o, expected) => expect(codes(g, o)).toEqual(expected))

  test('what one order takes is gone for the next; an order that is refused takes nothing', () => {
    const spent = new Map<string, number>()
    const g = plan(250, 0)
    expect(gateFaults(g, order(), spent)).toEqual([])
    expect(gateFaults(g, order({ lines: [{ drugId: 11, units: 200 }] }), spent)).toMatchObject([
      {
        code: 'PLAN_OVER',
        facts: { approved: '250 支', ordered: '100 支', left: '150 支', units: '200 支' },
      },
    ])
    expect(gateFaults(g, order({ lines: [{ drugId: 11, units: 150 }] }), spent)).toEqual([])
  })
})
