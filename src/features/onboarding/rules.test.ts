import { describe, expect, test } from 'vitest'
import { isRegion, provinces, regionName } from './regions.ts'
import {
  covers,
  creditCheckSign,
  creditCode,
  lacking,
  licenceNumber,
  papersOf,
  phoneNumber,
  similar,
  type Draft,
} from './rules.ts'

describe('统一社会信用代码', () => {
  test.each([
    ['91350100M000100Y43', 'the example of GB 32100'],
    ['91110000802100433B', 'one that a company publishes'],
    [' 91350100m000100y43 ', 'small letters and blanks are put right'],
  ])('%s is taken: %s', (text) => {
    expect(creditCode(text)).toEqual({ ok: true, value: text.trim().toUpperCase() })
  })
  test.each([
    ['91350100M000100Y44', '校验位不对'],
    ['91350100M000100Z43', '没有 I、O、S、V、Z'],
    ['9135010OM000100Y43', '没有 I、O、S、V、Z'],
    ['91350100M000100Y4', '应为 18 位'],
    ['', '应为 18 位'],
    ['9135A100M000100Y43', '行政区划数字'],
  ])('%s is refused: %s', (text, need) => {
    const read = creditCode(text)
    expect(read.ok).toBe(false)
    expect(read.ok ? '' : read.need).toContain(need)
  })
  test('one sign that is wrong, or two neighbours that changed places, are found', () => {
    const code = '91350100M000100Y43'
    for (let at = 0; at < 17; at++) {
      const wrong = `${code.slice(0, at)}${code[at] === '7' ? '8' : '7'}${code.slice(at + 1)}`
      expect(creditCode(wrong).ok, wrong).toBe(false)
    }
    const swapped = '91350100M00010Y043'
    expect(creditCode(swapped).ok).toBe(false)
    expect(creditCheckSign(code.slice(0, 17))).toBe('3')
  })
})

describe('医疗机构执业许可证登记号', () => {
  test.each([
    ['44470000143010411A1001', '44470000143010411A1001'],
    ['PDY10093X43010212A1001', 'PDY10093X43010212A1001'],
    ['pdy10093x 430102 12 a100 1', 'PDY10093X43010212A1001'],
    ['PDY10093X-430102-12-A100-1', 'PDY10093X43010212A1001'],
  ])('%s is read as %s', (text, value) => expect(licenceNumber(text)).toEqual({ ok: true, value }))
  test.each([
    ['44470000143010411A100', '22 位'],
    ['44470000143010411A10011', '22 位'],
    ['444700001430104XXA1001', '第 10 至 17 位'],
    ['44470000143010411101001'.slice(0, 22), '后 5 位'],
    ['4447，000143010411A1001', '前 9 位'],
  ])('%s is refused: %s', (text, need) => {
    const read = licenceNumber(text)
    expect(read.ok ? 'taken' : read.need).toContain(need)
  })
})

test.each([
  ['0731-88000001', true],
  ['073188000001', true],
  ['0731-88000001-802', true],
  ['010-66551234', true],
  ['138 0000 1234', true],
  ['88000001', false],
  ['12800001234', false],
  ['电话', false],
])('the telephone %s: %s', (text, fine) => expect(phoneNumber(text).ok).toBe(fine))

describe('行政区划', () => {
  test('Hunan has 14 cities and 122 counties, each once and below its city', () => {
    const [hunan] = provinces
    const counties = hunan?.cities.flatMap((c) => c.counties) ?? []
    expect(hunan?.cities.length).toBe(14)
    expect(counties.length).toBe(122)
    expect(new Set(counties.map((c) => c.code)).size).toBe(122)
    for (const city of hunan?.cities ?? [])
      for (const county of city.counties) expect(covers(city.code, county.code), county.name).toBe(true)
  })
  test.each([
    ['430000', '430104', true],
    ['430100', '430104', true],
    ['430100', '430100', true],
    ['430104', '430104', true],
    ['430104', '430100', false],
    ['430200', '430104', false],
    ['430000', '440103', false],
    ['433100', '433130', true],
  ])('%s covers %s: %s', (outer, inner, so) => expect(covers(outer, inner)).toBe(so))
  test('a name is the whole way down; what is unknown stands for itself', () => {
    expect(regionName('430104')).toBe('湖南省长沙市岳麓区')
    expect(regionName('110101')).toBe('110101')
    expect(isRegion('110101')).toBe(false)
  })
})

const whole: Draft = {
  kind: 'institution',
  name: '某医院',
  creditCode: 'x',
  head: 'x',
  phone: 'x',
  region: '430104',
  address: 'x',
  ownership: 'public',
  grade: '三级',
  licenceNo: 'x',
  licenceFrom: '2024-01-01',
  licenceTo: '2029-01-01',
  adminName: 'x',
  adminAccount: 'x',
  hasPassword: true,
}

describe('what is still lacking', () => {
  test.each<[string, Partial<Draft>, Parameters<typeof lacking>[1], string[]]>([
    ['nothing', {}, ['licence'], []],
    ['the licence’s copy', {}, [], ['医疗机构执业许可证']],
    ['a private one also the business licence', { ownership: 'private' }, ['licence'], ['营业执照']],
    ['fields by their words', { head: null, hasPassword: false }, ['licence'], ['负责人', '默认管理员密码']],
    [
      'an authority wants no licence',
      { kind: 'authority', licenceNo: null, grade: null, ownership: null },
      ['mandate'],
      [],
    ],
    ['an authority wants its mandate', { kind: 'authority' }, ['licence'], ['职责依据']],
  ])('%s', (_name, change, papers, missing) =>
    expect(lacking({ ...whole, ...change }, papers)).toEqual(missing),
  )
  test('which papers', () => {
    expect(papersOf({ kind: 'institution', ownership: null })).toEqual(['licence'])
    expect(papersOf({ kind: 'institution', ownership: 'private' })).toEqual(['licence', 'business'])
    expect(papersOf({ kind: 'authority', ownership: null })).toEqual(['mandate'])
  })
})

test.each([
  ['长沙市麓山中心医院', '长沙麓山医院', true],
  ['长沙市麓山中心医院', '长沙市麓山中心医院', true],
  ['长沙市麓山中心医院', '长沙市麓山中心医院（东院区）', true],
  ['长沙市第一医院', '长沙市第三医院', false],
  ['长沙市第一医院', '株洲市第一医院', false],
  ['浏阳市淮川人民医院', '长沙市麓山中心医院', false],
  ['浏阳市人民医院', '宁乡市人民医院', false],
])('%s and %s are alike: %s', (a, b, so) => expect(similar(a, b)).toBe(so))
