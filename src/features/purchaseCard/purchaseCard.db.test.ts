import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type CallFailed, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { createOrder } from '#features/purchase/contract.ts'
import { importOrders, previewImport } from '#features/purchase/importContract.ts'
import { updateSupplier } from '#features/suppliers/contract.ts'
import { mapOf, type Surroundings } from '#test/flow.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import {
  cancelChange,
  cardPeople,
  cardStanding,
  completeChange,
  fileChange,
  handleChange,
  listCards,
  overviewCards,
  readCard,
  readSpecimen,
  recordChange,
  registerCard,
  uploadSpecimen,
} from './contract.ts'

let h: Hospital
let at: Surroundings
let head: Client
let city: Client
let cardId = 0
beforeAll(async () => {
  h = await startHospital()
  at = await mapOf(h)
  head = await h.as('liuguodong@lushan')
  city = await h.as('hemingyuan@cswjw')
  cardId = (await head.call(cardStanding, {})).card?.cardId ?? 0
})
afterAll(() => h.stop())

const orderBy = (client: Client, orderedOn: string, more: Partial<Parameters<typeof line>[0]> = {}) =>
  client.call(createOrder, { supplierId: at.supplierId, orderedOn, lines: [line(more)] })
const line = ({ drug = 'NAR017', units = 100 }: { drug?: string; units?: number }) => ({
  drugId: at.drug(drug),
  units,
  price: '12.5',
})
const person = async (name: string) =>
  (await head.call(cardPeople, {})).rows.find((p) => p.name === name)?.userId ?? 0
const failed = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (e: CallFailed) => e.problem,
  )

describe('who orders', () => {
  test('a purchaser of the card may; the refusal of an other one says who may, and where', async () => {
    const keeper = await h.as('wangxuemei@lushan')
    await expect(orderBy(keeper, '2026-11-23')).resolves.toMatchObject({ no: 'CG-20261123-01' })
    const outId = await person('李振华')
    const change = await head.call(recordChange, {
      id: cardId,
      field: 'purchaser',
      changedOn: '2026-11-23',
      outId,
    })
    // Who leaves leaves at once: no filing needs to be waited for.
    const problem = await failed(orderBy(await h.as('lizhenhua@lushan'), '2026-11-23'))
    expect(problem).toMatchObject({
      code: 'CARD_PURCHASER',
      faults: [{ row: 1, field: 'lines.0.drugId' }],
    })
    expect(problem?.detail).toContain('王雪梅')
    await head.call(cancelChange, { changeId: change.changeId, reason: '登记错' })
    await expect(orderBy(await h.as('lizhenhua@lushan'), '2026-11-23')).resolves.toBeDefined()
  })

  test('who comes may order when the city has settled the change, not before', async () => {
    const admin = await h.as('wangxuemei@lushan')
    const inId = await person('王雪梅')
    expect(
      await refusalOf(
        head.call(recordChange, { id: cardId, field: 'purchaser', changedOn: '2026-11-23', inId }),
      ),
    ).toBe('CARD_CHANGE_PEOPLE')
    const out = await head.call(recordChange, {
      id: cardId,
      field: 'purchaser',
      changedOn: '2026-11-23',
      outId: inId,
    })
    await head.call(fileChange, { changeId: out.changeId, filedOn: '2026-11-23' })
    await city.call(handleChange, { changeId: out.changeId, outcome: 'done' })
    const back = await head.call(recordChange, {
      id: cardId,
      field: 'purchaser',
      changedOn: '2026-11-23',
      inId,
    })
    expect(await refusalOf(orderBy(admin, '2026-11-23'))).toBe('CARD_PURCHASER')
    await head.call(fileChange, { changeId: back.changeId, filedOn: '2026-11-23' })
    expect(await refusalOf(orderBy(admin, '2026-11-23'))).toBe('CARD_PURCHASER')
    await city.call(handleChange, { changeId: back.changeId, outcome: 'done' })
    await expect(orderBy(admin, '2026-11-23')).resolves.toBeDefined()
  })

  test('the head keeps the card and is not on it', async () => {
    const { purchasers } = await head.call(readCard, { id: cardId })
    expect(purchasers.map((p) => p.name).toSorted()).toEqual(['李振华', '王雪梅'].toSorted())
    expect(await head.call(cardStanding, {})).toMatchObject({ named: false, card: { state: 'active' } })
  })
})

describe('changes', () => {
  test('a new head of pharmacy: recorded, filed late, sent back, filed again, settled; the card then reads so', async () => {
    const change = await head.call(recordChange, {
      id: cardId,
      field: 'pharmHead',
      changedOn: '2026-11-18',
      after: '周明',
    })
    expect(change.fileBy).toBe('2026-11-21')
    let of = (await head.call(readCard, { id: cardId })).changes.find((c) => c.changeId === change.changeId)
    expect(of).toMatchObject({ state: 'toFile', before: '刘国栋', fileLate: true })
    expect(await refusalOf(city.call(handleChange, { changeId: change.changeId, outcome: 'done' }))).toBe(
      'CARD_CHANGE_STEP',
    )
    await head.call(fileChange, { changeId: change.changeId, filedOn: '2026-11-22' })
    expect(await refusalOf(city.call(handleChange, { changeId: change.changeId, outcome: 'returned' }))).toBe(
      'REASON_REQUIRED',
    )
    const note = '缺任命文件'
    await city.call(handleChange, { changeId: change.changeId, outcome: 'returned', note })
    of = (await head.call(readCard, { id: cardId })).changes.find((c) => c.changeId === change.changeId)
    expect(of).toMatchObject({ state: 'returned', note, authority: '长沙市卫生健康委员会' })
    expect((await head.call(readCard, { id: cardId })).pharmHead).toBe('刘国栋')
    await head.call(fileChange, { changeId: change.changeId, filedOn: '2026-11-23' })
    await head.call(completeChange, { changeId: change.changeId, doneOn: '2026-11-23' })
    const card = await head.call(readCard, { id: cardId })
    expect(card.pharmHead).toBe('周明')
    expect(card.changes.find((c) => c.changeId === change.changeId)).toMatchObject({
      state: 'done',
      handleBy: '2026-11-28',
      handleLate: false,
      fileLate: true,
    })
    expect(await refusalOf(head.call(cancelChange, { changeId: change.changeId, reason: '不要了' }))).toBe(
      'CARD_CHANGE_STEP',
    )
  })

  test.each([
    ['the same again', { field: 'legalPerson', after: '谭建国' }, 'CARD_CHANGE_SAME'],
    ['nothing written', { field: 'address' }, 'CARD_CHANGE_SAME'],
    ['tomorrow', { field: 'address', after: '新址', changedOn: '2026-11-24' }, 'CARD_CHANGE_DAY'],
    ['nobody named', { field: 'purchaser' }, 'CARD_CHANGE_PEOPLE'],
  ] as const)('%s is refused', async (_title, input, code) => {
    expect(await refusalOf(head.call(recordChange, { id: cardId, changedOn: '2026-11-23', ...input }))).toBe(
      code,
    )
  })
})

describe('the authority', () => {
  test('sees the card of each of its hospitals, and which one ends soon', async () => {
    const { rows } = await city.call(overviewCards, {})
    expect(rows.map((r) => [r.org, r.card?.state])).toEqual([
      ['浏阳市淮川人民医院', 'renewalDue'],
      ['长沙市麓山中心医院', 'active'],
    ])
    expect((await city.call(listCards, { org: at.orgId })).rows).toHaveLength(1)
  })
})

describe('a card and its successor', () => {
  const next = {
    cardNo: '湘长麻精20280001',
    issuer: '长沙市卫生健康委员会',
    issuedOn: '2028-08-01',
    validFrom: '2028-08-20',
    validTo: '2031-08-19',
    orgName: '长沙市麓山中心医院',
    address: '枫林路 188 号',
    legalPerson: '谭建国',
    medHead: '罗文静',
    pharmHead: '周明',
  }

  test('its scan is kept with it', async () => {
    const file = Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      Buffer.from('card'),
      Buffer.from([0xff, 0xd9]),
    ])
    await head.call(uploadSpecimen, { id: cardId }, { file })
    expect((await head.call(readCard, { id: cardId })).specimen).toBe(true)
    expect(await city.download(readSpecimen, { id: cardId })).toEqual(new Uint8Array(file))
  })

  test('more than three years, or from before its issue, is no card', async () => {
    const purchaserIds = [await person('王雪梅')]
    const day = { ...next, purchaserIds, issuedOn: '2026-11-01', validFrom: '2026-11-01' }
    expect(await refusalOf(head.call(registerCard, { ...day, validTo: '2029-11-01' }))).toBe('CARD_TERM')
    expect(await refusalOf(head.call(registerCard, { ...day, validFrom: '2026-10-31' }))).toBe('CARD_ORDER')
    const known = (await head.call(listCards, {})).rows[0]
    expect(
      await refusalOf(
        head.call(registerCard, { ...day, cardNo: known?.cardNo ?? '', validTo: '2029-10-31' }),
      ),
    ).toBe('ALREADY_EXISTS')
  })

  test('ended, nothing is ordered, by hand or by file; renewed, it is', async () => {
    h.clock.set('2028-08-27T02:00:00.000Z')
    const signIn = (account: string) => connectAs(h.transport, account, demoPassword)
    const keeper = await signIn('wangxuemei@lushan')
    const problem = await failed(orderBy(keeper, '2028-08-27'))
    expect(problem).toMatchObject({
      code: 'CARD_EXPIRED',
      faults: [{ row: 1, field: 'orderedOn' }],
    })
    expect(problem?.detail).toContain('已于 2028-08-24 到期')
    const file = new TextEncoder().encode(
      '采购单号,供应商编码,药品编码,数量,单位,单价,下单日期\nX1,CX,NAR017,10,盒,125,2028-08-27\nX2,CX,NAR017,1,盒,125,2026-12-01\n',
    )
    const preview = await keeper.call(previewImport, { fileName: 'a.csv' }, { file })
    expect(preview.rows.map((r) => r.faults.map((f) => [f.row, f.column, f.code]))).toEqual([
      [[2, '下单日期', 'CARD_EXPIRED']],
      [[3, '下单日期', 'CARD_EXPIRED']],
    ])
    expect(await refusalOf(keeper.call(importOrders, { fileName: 'a.csv' }, { file }))).toBe(
      'FILE_HAS_FAULTS',
    )

    const chief = await signIn('liuguodong@lushan')
    const purchaserIds = [
      (await chief.call(cardPeople, {})).rows.find((p) => p.name === '王雪梅')?.userId ?? 0,
    ]
    await chief.call(registerCard, { ...next, purchaserIds })
    await expect(orderBy(keeper, '2028-08-27')).resolves.toBeDefined()
    expect((await chief.call(listCards, {})).rows.map((r) => r.state)).toEqual(['active', 'replaced'])
    // An order of the old card's time, written down late: the card of that day was good, and there is one today.
    const imported = await keeper.call(importOrders, { fileName: 'a.csv' }, { file })
    expect(imported.orders).toHaveLength(2)
  })

  test('a supplier without its designation, of another province, or out of licence', async () => {
    const keeper = await connectAs(h.transport, 'wangxuemei@lushan', demoPassword)
    const chief = await connectAs(h.transport, 'liuguodong@lushan', demoPassword)
    const set = (more: object) =>
      chief.call(updateSupplier, {
        id: at.supplierId,
        name: '湖南楚湘医药有限公司',
        licenceNo: '湘AA7310001',
        licenceValidTo: '2029-06-30',
        licences: [{ kind: 'wholesale', licenceNo: '003', validTo: null }],
        ...more,
      })
    await set({ licences: [] })
    expect(await refusalOf(orderBy(keeper, '2028-08-27'))).toBe('SUPPLIER_NOT_DESIGNATED')
    await set({ licenceValidTo: '2028-08-26' })
    expect(await refusalOf(orderBy(keeper, '2028-08-27'))).toBe('SUPPLIER_LICENCE_EXPIRED')
    await set({ licenceNo: '鄂AA0270001' })
    expect(await refusalOf(orderBy(keeper, '2028-08-27'))).toBe('SUPPLIER_OTHER_PROVINCE')
    await set({})
    await expect(orderBy(keeper, '2028-08-27')).resolves.toBeDefined()
  })
})
