import type { AlertKind, Severity } from './contract.ts'

export interface Alert {
  readonly kind: AlertKind
  readonly severity: Severity
  /** Plain Chinese, without any personal data: an authority reads it too. */
  readonly text: string
  readonly subject: { readonly kind: string; readonly no: string } | null
}

/** A trace code as people compare it: by its last nine. */
export const shortCode = (code: string): string => (code.length > 12 ? `…${code.slice(-9)}` : code)

type Facts = Readonly<Record<string, unknown>>
const word = (facts: Facts, name: string): string =>
  facts[name] === undefined || facts[name] === null ? '' : String(facts[name])

interface RefusalAlert {
  readonly severity: Severity
  text(facts: Facts): string
}

/**
 * Refusals that somebody must look at. Names of people in a refusal's facts are never repeated here; who it was is
 * in the record, behind its own permission.
 */
const ofRefusals: Partial<Record<string, RefusalAlert>> = {
  CODE_HELD_ELSEWHERE: {
    severity: 'red',
    text: (f) => `${shortCode(word(f, 'code'))} 已在别的单位入账，本单位又扫到，已拒收`,
  },
  CODE_IN_STOCK_HERE: {
    severity: 'amber',
    text: (f) => `${shortCode(word(f, 'code'))} 已在本院账上（${word(f, 'place')}），收货时又扫到`,
  },
  CODE_NEVER_RECEIVED: {
    severity: 'amber',
    text: (f) => `${shortCode(word(f, 'code'))} 从未入账，出库或使用时扫到`,
  },
  EVIDENCE_REUSED: { severity: 'red', text: () => '取证照片与旧照相同，已拒绝' },
  WITNESS_IS_ACTOR: { severity: 'amber', text: () => '经办人想以本人作第二人签字，已拒绝' },
  WITNESS_FAILED: { severity: 'amber', text: () => '第二人账号、密码或 PIN 不对，已拒绝' },
  WITNESS_UNQUALIFIED: { severity: 'amber', text: () => '第二人没有所需权限或资格，已拒绝' },
  WITNESS_CONTENT_CHANGED: { severity: 'grey', text: () => '第二人签字后内容有改动，签字已作废' },
  UNQUALIFIED: { severity: 'amber', text: (f) => `经办人没有有效的${word(f, 'need')}，已拒绝` },
  PRESCRIBER_UNQUALIFIED: { severity: 'amber', text: (f) => `所填医师没有有效的${word(f, 'need')}，已拒绝` },
  ACCESS_OUTSIDE: { severity: 'amber', text: (f) => `经办人的权限不含${word(f, 'what')}，已拒绝` },
  WITNESS_OUTSIDE: { severity: 'amber', text: (f) => `第二人的权限不含${word(f, 'what')}，已拒绝` },
  ACCESS_OWN: { severity: 'amber', text: (f) => `有人想改本人的权限（${word(f, 'what')}），已拒绝` },
  TRAINING_OWN_RESULT: { severity: 'amber', text: () => '有人想登记本人的考核成绩，已拒绝' },
  CARRIER_OTHER: { severity: 'amber', text: (f) => `${word(f, 'no')} 有人想替运送人签字，已拒绝` },
  CARRIER_IS_CHECKER: { severity: 'amber', text: () => '复核人想运送自己复核的调拨，已拒绝' },
  CARRIER_IS_RECEIVER: {
    severity: 'red',
    text: (f) => `${word(f, 'no')} 的运送人想替接收方签收，已拒绝`,
  },
  NOT_HOLDER: { severity: 'amber', text: () => '非领用人想记录别人领用的药品，已拒绝' },
  WRITE_OFF_NOT_ATTENDED: { severity: 'red', text: () => '主管部门到场登记前想销毁，已拒绝' },
  WRITE_OFF_COUNT_DIFFERS: {
    severity: 'red',
    text: (f) =>
      `${word(f, 'drug')} 批号 ${word(f, 'lot')} 申请 ${word(f, 'applied')}，清点 ${word(f, 'counted')}，已停止销毁`,
  },
  WRITE_OFF_SAME_PERSON: {
    severity: 'amber',
    text: (f) => `同一人既${word(f, 'before')}又想${word(f, 'doing')}，已拒绝`,
  },
  PATIENT_RETURN_NO_REUSE: { severity: 'red', text: () => '想把患者交回的药品放回库存，已拒绝' },
  QUARANTINE_NOT_RELEASABLE: {
    severity: 'amber',
    text: (f) => `因${word(f, 'reason')}移入待查的药品想解除，已拒绝`,
  },
  BASE_OVER: {
    severity: 'amber',
    text: (f) =>
      `${word(f, 'place')} ${word(f, 'drug')} 基数 ${word(f, 'base')}，还可收 ${word(f, 'free')}，想${word(f, 'act')} ${word(f, 'units')}，已拒绝`,
  },
  BASE_NONE: {
    severity: 'amber',
    text: (f) => `${word(f, 'place')} 没有核定 ${word(f, 'drug')} 的基数，领药被拒绝`,
  },
  BASE_TWO_PEOPLE: { severity: 'amber', text: () => '基数申请人想批准自己的申请，已拒绝' },
  LOT_EXPIRED: {
    severity: 'amber',
    text: (f) => `批号 ${word(f, 'lot')} 已过期（${word(f, 'expiry')}），${word(f, 'act') || '办理'}被拒绝`,
  },
}

/** Acts in Chinese, so that a reader knows at which step a refusal happened. Unknown ones are left out. */
const acts: Record<string, string> = {
  receipt: '收货',
  transfer: '调拨',
  requisition: '请领',
  issue: '领用',
  use: '使用记录',
  baseStock: '基数',
  handover: '交接班',
  recovery: '空安瓿回收',
  destruction: '销毁',
  quarantine: '待查',
  writeOff: '报损销毁',
  correction: '红冲',
  witness: '双人签字',
}

/** What a recorded refusal means, or nothing. `endpoint` is the act that was refused. */
export function refusalAlert(code: string, endpoint: string, facts: Facts): Alert | undefined {
  const rule = ofRefusals[code]
  if (!rule) return undefined
  const act = acts[endpoint.split('.')[0] ?? '']
  const trace = word(facts, 'code')
  const subject = trace ? { kind: 'code', no: trace } : { kind: 'refusal', no: code }
  return {
    kind: code as AlertKind,
    severity: rule.severity,
    text: `${act ? `${act}：` : ''}${rule.text(facts)}`,
    subject,
  }
}

/** Codes refused while a whole file was taken: one alert per kind and act, naming the first. */
export function fileAlerts(refused: unknown, receiptNo: string): Alert[] {
  if (!Array.isArray(refused)) return []
  const byKind = new Map<string, string[]>()
  for (const row of refused as [string, string][]) byKind.set(row[1], [...(byKind.get(row[1]) ?? []), row[0]])
  return ['CODE_HELD_ELSEWHERE', 'CODE_IN_STOCK_HERE'].flatMap((kind) => {
    const codes = byKind.get(kind) ?? []
    const [first] = codes
    if (first === undefined) return []
    const what = kind === 'CODE_HELD_ELSEWHERE' ? '已在别的单位入账，已拒收' : '已在本院账上，已拒收'
    const count = codes.length > 1 ? `等 ${codes.length} 个码` : ''
    return [
      {
        kind: kind as AlertKind,
        severity: kind === 'CODE_HELD_ELSEWHERE' ? ('red' as const) : ('amber' as const),
        text: `收货单 ${receiptNo}：${shortCode(first)} ${count}${what}`,
        subject: { kind: 'code', no: first },
      },
    ]
  })
}

export interface Discrepancy {
  readonly kind: 'short' | 'damaged' | 'surplus'
  readonly drug: string | null
  readonly unit: string | null
  readonly units: number
}

const receiptKinds = {
  short: { kind: 'RECEIPT_SHORT', severity: 'red', word: '短少' },
  damaged: { kind: 'RECEIPT_DAMAGED', severity: 'amber', word: '破损' },
  surplus: { kind: 'RECEIPT_SURPLUS', severity: 'amber', word: '多送' },
} as const

/** What two people signed that was not as ordered: one alert per kind, its drugs in one sentence. */
export function receiptAlerts(no: string, found: readonly Discrepancy[]): Alert[] {
  return (['short', 'damaged', 'surplus'] as const).flatMap((key) => {
    const rows = found.filter((d) => d.kind === key)
    if (rows.length === 0) return []
    const { kind, severity, word: what } = receiptKinds[key]
    const drugs = rows.map((d) => `${d.drug ?? '订单外药品'} ${d.units} ${d.unit ?? '支'}`).join('、')
    return [
      { kind, severity, text: `收货单 ${no} ${what} ${drugs}，已登记`, subject: { kind: 'receipt', no } },
    ]
  })
}

/** Qualifications that end within 90, 30 or 7 days; who they are stands behind the reading permission. */
export function qualificationAlert(data: Facts): Alert | undefined {
  const { days, people, title, firstEnd } = data
  if (typeof days !== 'number' || !Array.isArray(people)) return undefined
  const severity = days <= 7 ? 'red' : days <= 30 ? 'amber' : 'grey'
  const text = `${people.length} 人的${String(title)}在 ${days} 天内到期（最早 ${String(firstEnd)}），请安排复训`
  return { kind: 'QUALIFICATION_ENDS', severity, text, subject: { kind: 'training', no: String(days) } }
}

/** The other side signed for less than was sent. */
export function transferAlert(no: string, inTransitUnits: unknown): Alert | undefined {
  if (typeof inTransitUnits !== 'number' || inTransitUnits <= 0) return undefined
  return {
    kind: 'TRANSFER_SHORT',
    severity: 'amber',
    text: `调拨单 ${no} 签收后仍差 ${inTransitUnits}，留在途中待说明`,
    subject: { kind: 'transfer', no },
  }
}

interface Opened {
  readonly no?: unknown
  readonly difference?: unknown
  readonly urgent?: unknown
}

/** Cases that an act opened (`openDiscrepancy`): one alert, the first named; red where minutes count. */
export function discrepancyAlert(opened: unknown): Alert | undefined {
  if (!Array.isArray(opened) || opened.length === 0) return undefined
  const cases = opened as Opened[]
  const [first] = cases
  const sign = Number(first?.difference) < 0 ? '少' : '多'
  const more = cases.length > 1 ? `等 ${cases.length} 条` : ''
  const urgent = cases.some((c) => c.urgent === true)
  return {
    kind: 'COUNT_DIFFERENCE',
    severity: urgent ? 'red' : 'amber',
    text: `差异 ${String(first?.no)} ${more}账物不符，${sign} ${Math.abs(Number(first?.difference))}，${urgent ? '30 分钟内须报负责人' : '下一工作日前须说明'}`,
    subject: { kind: 'discrepancy', no: String(first?.no) },
  }
}

export interface Broken {
  readonly drug: string
  readonly unit: string
  readonly base: number
  readonly total: number
}

const by = (n: number, unit: string) => (n > 0 ? `多 ${n} ${unit}` : `少 ${-n} ${unit}`)

/** D06: the equation of a place does not hold. Fewer than the base is for now, more is for today. */
export function baseAlert(place: { id: number; name: string }, broken: readonly Broken[]): Alert | undefined {
  if (broken.length === 0) return undefined
  const drugs = broken
    .map((b) => `${b.drug} 基数 ${b.base} ${b.unit}，${by(b.total - b.base, b.unit)}`)
    .join('；')
  return {
    kind: 'BASE_BROKEN',
    severity: broken.some((b) => b.total < b.base) ? 'red' : 'amber',
    text: `${place.name}与基数不符：${drugs}`,
    subject: { kind: 'baseStock', no: String(place.id) },
  }
}

const shanghai = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** `肿瘤内科药柜 白班 11-24 20:00`: the same words by which it is known that this was said already. */
export function missedWords(shift: { place: string; name: string; endsAt: string }): string {
  const at = Object.fromEntries(shanghai.formatToParts(new Date(shift.endsAt)).map((p) => [p.type, p.value]))
  return `${shift.place} ${shift.name} ${at['month']}-${at['day']} ${at['hour']}:${at['minute']}`
}

/** D07: shifts that ended an hour ago and were not handed over. */
export const shiftAlert = (missed: readonly { place: string; name: string; endsAt: string }[]): Alert => ({
  kind: 'HANDOVER_MISSED',
  severity: 'amber',
  text: `漏交接：${missed.map(missedWords).join('、')}`,
  subject: null,
})

export const unsettledWords = (open: { place: string; day: string }): string =>
  `${open.place} ${open.day.slice(5)}`

/** 日清日结: yesterday is still open this morning (438号 Art 14). */
export const settleAlert = (open: readonly { place: string; day: string }[]): Alert => ({
  kind: 'DAY_UNSETTLED',
  severity: 'amber',
  text: `未日结：${open.map(unsettledWords).join('、')}`,
  subject: null,
})

/** Two people signed a handover or a settlement with lines that do not agree. */
export function handoverAlert(no: string, kind: unknown, differences: unknown): Alert | undefined {
  if (typeof differences !== 'number' || differences <= 0) return undefined
  return {
    kind: 'HANDOVER_DIFFERENCE',
    severity: 'amber',
    text: `${kind === 'day' ? '日结' : '交接班'} ${no} 有 ${differences} 处差异，已登记待查`,
    subject: { kind: 'handover', no },
  }
}

const incidentWords: Readonly<Record<string, string>> = {
  theft: '被盗',
  robbery: '被抢',
  loss: '丢失',
  fraud: '骗取',
  falseClaim: '冒领',
  diversion: '其他流出',
}

/** 丢失、被盗: the authority is told in the same second as the hospital (条例 Art 64). */
export function incidentAlert(no: string, facts: Facts): Alert {
  const what = incidentWords[word(facts, 'kind')] ?? '丢失'
  return {
    kind: 'INCIDENT_OPENED',
    severity: 'red',
    text: `${no} 登记药品${what} ${word(facts, 'amount')}，证据已冻结，须立即报告`,
    subject: { kind: 'incident', no },
  }
}

/** D57: a lot that still lies in a place a day after it expired. */
export function overdueAlert(facts: Facts): Alert {
  return {
    kind: 'EXPIRED_IN_STOCK',
    severity: 'amber',
    text: `${word(facts, 'location')}：${word(facts, 'drug')} 批号 ${word(facts, 'lot')} 已过期（${word(facts, 'expiry')}），${word(facts, 'units')} ${word(facts, 'unit')}未移入待查`,
    subject: { kind: 'lot', no: word(facts, 'lot') },
  }
}

/**
 * A limit of a place that is crossed. Too little is the hospital's own work (its home page asks for a requisition), so it
 * is only a notice here; too much is what an inspection asks about.
 */
export function limitAlert(placeId: string, facts: Facts): Alert {
  const what = `${word(facts, 'place')} ${word(facts, 'drug')} 现存 ${word(facts, 'units')} ${word(facts, 'unit')}`
  const subject = { kind: 'limit', no: placeId }
  if (facts['state'] === 'low')
    return {
      kind: 'STOCK_LOW',
      severity: 'grey',
      text: `${what}，低于下限 ${word(facts, 'lowUnits')}`,
      subject,
    }
  if (facts['state'] === 'high')
    return {
      kind: 'STOCK_HIGH',
      severity: 'amber',
      text: `${what}，高于上限 ${word(facts, 'highUnits')}`,
      subject,
    }
  const days = `可用 ${word(facts, 'supplyDays')} 天，超过 ${word(facts, 'maxDays')} 天`
  return { kind: 'STOCK_DAYS', severity: 'amber', text: `${what}，${days}`, subject }
}

const paths: Record<string, string> = {
  code: '/trace/',
  receipt: '/trace?q=',
  transfer: '/trace?q=',
  discrepancy: '/discrepancies?q=',
  training: '/training?tab=terms&within=',
  baseStock: '/base-stock/',
  handover: '/handovers?q=',
  incident: '/incidents?q=',
  lot: '/quarantine?tab=due&q=',
  limit: '/stock?view=limits&placeId=',
}

/** Where an alert leads; undefined where there is nothing behind it but its record. */
export function alertPath(
  a: { subjectKind: string | null; subjectNo: string | null; orgId: number },
  authority: boolean,
): string | undefined {
  const path = paths[a.subjectKind ?? '']
  if (!path || !a.subjectNo) return undefined
  const org = authority ? `${path.includes('?') ? '&' : '?'}org=${a.orgId}` : ''
  return `${path}${encodeURIComponent(a.subjectNo)}${org}`
}
