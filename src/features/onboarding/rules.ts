import { Refusal } from '#core/refusal.ts'
import type { Kind, PaperKind, State } from './contract.ts'
import { paperTitle, stateTitle } from './words.ts'

export type Checked =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly need: string }

const not = (need: string): Checked => ({ ok: false, need })

/** GB 32100-2015: the 31 signs in the order of their values. */
const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** 统一社会信用代码: 18 signs, the last one over the seventeen before it, weights 3^i mod 31. */
export function creditCode(text: string): Checked {
  const value = text.trim().toUpperCase()
  if (value.length !== 18) return not('统一社会信用代码应为 18 位')
  const values = [...value].map((sign) => signs.indexOf(sign))
  if (values.includes(-1)) return not('统一社会信用代码只有数字和大写字母，没有 I、O、S、V、Z')
  if (!/^\d{6}$/.test(value.slice(2, 8))) return not('统一社会信用代码第 3 至 8 位应为行政区划数字')
  if (creditCheckSign(value.slice(0, 17)) !== value[17]) return not('统一社会信用代码校验位不对，请核对')
  return { ok: true, value }
}

/** The eighteenth sign for seventeen that are known. */
export function creditCheckSign(body: string): string {
  let sum = 0
  let weight = 1
  for (const sign of body) {
    sum += signs.indexOf(sign) * weight
    weight = (weight * 3) % 31
  }
  return signs[(31 - (sum % 31)) % 31] ?? ''
}

/**
 * 医疗机构执业许可证登记号 (WS 218): 9 signs of the organisation, 6 digits of its region, 2 of its economic type, a letter and 3
 * digits of its class, 1 of its management. There is no check digit.
 */
export function licenceNumber(text: string): Checked {
  const value = text.replace(/[\s-]/g, '').toUpperCase()
  if (value.length !== 22) return not('登记号应为 22 位，见执业许可证右上方')
  if (!/^[0-9A-Z]{9}/.test(value)) return not('登记号前 9 位应为数字或字母')
  if (!/^\d{8}$/.test(value.slice(9, 17))) return not('登记号第 10 至 17 位应为数字（行政区划、经济类型）')
  if (!/^[A-Z]\d{4}$/.test(value.slice(17)))
    return not('登记号后 5 位应为 1 个字母和 4 位数字（类别、分类管理）')
  return { ok: true, value }
}

/** 0731-88000001, with an extension where there is one, or a mobile number. */
export function phoneNumber(text: string): Checked {
  const value = text.replace(/\s/g, '')
  return /^(?:0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|1[3-9]\d{9})$/.test(value)
    ? { ok: true, value }
    : not('电话应像 0731-88000001，或 11 位手机号')
}

/** A province's code ends with four zeros, a city's with two; what it begins with lies in it. */
export function covers(outer: string, inner: string): boolean {
  return inner.startsWith(outer.replace(/(?:00){0,2}$/, ''))
}

export interface Draft {
  readonly kind: Kind
  readonly name: string
  readonly creditCode: string | null
  readonly head: string | null
  readonly phone: string | null
  readonly region: string | null
  readonly address: string | null
  readonly ownership: 'public' | 'private' | null
  readonly grade: string | null
  readonly licenceNo: string | null
  readonly licenceFrom: string | null
  readonly licenceTo: string | null
  readonly adminName: string | null
  readonly adminAccount: string | null
  readonly hasPassword: boolean
}

/** Which papers this application needs; 营业执照 of what is not public. */
export function papersOf(of: Pick<Draft, 'kind' | 'ownership'>): readonly PaperKind[] {
  if (of.kind === 'authority') return ['mandate']
  return of.ownership === 'private' ? ['licence', 'business'] : ['licence']
}

const both = {
  creditCode: '统一社会信用代码',
  head: '负责人',
  phone: '联系电话',
  region: '行政区划',
  address: '详细地址',
  adminName: '默认管理员姓名',
  adminAccount: '默认管理员账号',
} as const
const ofInstitution = {
  ownership: '机构性质',
  grade: '等级',
  licenceNo: '登记号',
  licenceFrom: '执业许可证有效期自',
  licenceTo: '执业许可证有效期至',
} as const

/** What has to be filled in before it can be handed in, in words. */
export function lacking(of: Draft, papers: readonly PaperKind[]): string[] {
  const titles = of.kind === 'institution' ? { ...both, ...ofInstitution } : both
  return [
    ...Object.entries(titles).flatMap(([key, title]) => (of[key as keyof typeof both] ? [] : [title])),
    ...(of.kind === 'institution' && of.region?.endsWith('00') ? ['所在区县'] : []),
    ...(of.hasPassword ? [] : ['默认管理员密码']),
    ...papersOf(of).flatMap((p) => (papers.includes(p) ? [] : [paperTitle[p]])),
  ]
}

/** Which act each state allows. */
const allowed = {
  save: ['draft', 'returned'],
  submit: ['draft', 'returned'],
  withdraw: ['draft', 'submitted', 'returned'],
  decide: ['submitted'],
} as const satisfies Record<string, readonly State[]>
const acts = { save: '修改', submit: '提交', withdraw: '撤回', decide: '审核' } as const

export const allows = (act: keyof typeof allowed, state: State): boolean =>
  (allowed[act] as readonly State[]).includes(state)

/** Refuses: APPLICATION_STATE. */
export function requireState(of: { no: string; state: State }, act: keyof typeof allowed): void {
  if (!allows(act, of.state))
    throw new Refusal('APPLICATION_STATE', { no: of.no, state: stateTitle[of.state], act: acts[act] })
}

/** Words that many institutions share and that tell none apart. */
const common = /医院|人民|中心|第[一二三四五六七八九十]+|湖南省|委员会|有限公司|[省市区县（）()\s]/g

/** 0 to 1: how much two names have in common, by pairs of neighbouring signs (Dice). */
export function likeness(a: string, b: string): number {
  if (a === b) return 1
  const pairs = (s: string) => Array.from({ length: Math.max(0, s.length - 1) }, (_, i) => s.slice(i, i + 2))
  const [left, right] = [pairs(a), pairs(b)]
  const rest = [...right]
  let same = 0
  for (const pair of left) {
    const at = rest.indexOf(pair)
    if (at < 0) continue
    rest.splice(at, 1)
    same++
  }
  return left.length + right.length === 0 ? 0 : (2 * same) / (left.length + right.length)
}

/** 长沙市麓山医院 is like 长沙麓山中心医院 although a third of the signs differ; 长沙市第一医院 is not like 长沙市第三医院. */
export function similar(a: string, b: string): boolean {
  const bare = (s: string) => s.replace(common, '')
  if (bare(a).length >= 2 && bare(a) === bare(b) && ordinal(a) === ordinal(b)) return true
  return ordinal(a) === ordinal(b) && likeness(a, b) >= 0.7
}

const ordinal = (name: string) => /第[一二三四五六七八九十]+/.exec(name)?.[0] ?? ''
