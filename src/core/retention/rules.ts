/**
 * How long what is kept (regulations §5). The rules are data with a day from which they apply; these are those that
 * a new organisation starts with. Of several rules for one record the latest day counts.
 */
export const recordKinds = {
  book: '专用账册、入库验收专簿',
  register: '专册登记',
  prescriptionNarcotic: '麻醉药品、第一类精神药品处方',
  prescriptionSecond: '第二类精神药品、毒性药品处方',
  prescriptionOrdinary: '普通处方',
  loop: '使用、残余、回收与销毁记录',
  log: '日志、预警与管理记录',
} as const

export type RecordKind = keyof typeof recordKinds

export interface RetentionRule {
  readonly record: RecordKind
  /** Counted from the lot's expiry or from the day of the record. */
  readonly base: 'expiry' | 'day'
  readonly years: number
  readonly basis: string
}

export const standardRules: readonly RetentionRule[] = [
  { record: 'book', base: 'expiry', years: 5, basis: '麻醉药品和精神药品管理条例 第四十八条' },
  { record: 'register', base: 'day', years: 3, basis: '处方管理办法 第五十一条' },
  { record: 'register', base: 'expiry', years: 5, basis: '与专用账册一致' },
  { record: 'prescriptionNarcotic', base: 'day', years: 3, basis: '处方管理办法 第五十条' },
  { record: 'prescriptionSecond', base: 'day', years: 2, basis: '处方管理办法 第五十条' },
  { record: 'prescriptionOrdinary', base: 'day', years: 1, basis: '处方管理办法 第五十条' },
  { record: 'loop', base: 'expiry', years: 5, basis: '与专用账册一致' },
  { record: 'loop', base: 'day', years: 5, basis: '与专用账册一致' },
  { record: 'log', base: 'day', years: 5, basis: '与专用账册一致' },
]

/** The same calendar day `years` later; 29 February becomes 1 March. */
export function yearsLater(day: string, years: number): string {
  const [y = 0, m = 1, d = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(y + years, m - 1, d)).toISOString().slice(0, 10)
}

/**
 * The last day on which a record must still be there; undefined where no rule reaches it (a rule that counts from an
 * expiry says nothing about a record without one).
 */
export function keepUntil(
  record: RecordKind,
  { day, expiry }: { day: string; expiry?: string | null | undefined },
  rules: readonly RetentionRule[] = standardRules,
): string | undefined {
  const ends = rules
    .filter((r) => r.record === record)
    .flatMap((r) => {
      const base = r.base === 'day' ? day : expiry
      return base ? [yearsLater(base, r.years)] : []
    })
  return ends.reduce<string | undefined>((last, end) => (last && last > end ? last : end), undefined)
}
