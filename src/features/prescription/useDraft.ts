import { useState } from 'react'
import type { CallInputOf } from '#core/contract.ts'
import type { RxDrug, writePrescription } from './contract.ts'
import type { LimitRow } from './limitContract.ts'
import { explain, type Check, type Item, type Situation } from './limits.ts'
import { doseUnits, frequencies } from './words.ts'

type Input = CallInputOf<typeof writePrescription>

export interface DraftLine {
  readonly key: number
  readonly drug: RxDrug
  readonly amount: number | null
  /** mg, μg, 片 …: an entry of `doseUnits`. */
  readonly doseUnit: string
  readonly frequency: string
  readonly route: string
  readonly units: number | null
  readonly instruction: string
}

export interface Draft {
  encounter: Input['encounter']
  category: Input['category']
  purpose: Input['purpose']
  useAt: Input['useAt']
  departmentId: number | undefined
  bed: string
  payment: Input['payment']
  name: string
  sex: '男' | '女' | undefined
  age: number | undefined
  recordNo: string
  idNo: string
  diagnosis: string
  verifiedHow: Input['verifiedHow']
  emergencyReason: string
  agentName: string
  agentIdNo: string
  overLimitReason: string
  overlapReason: string
  paperNo: string
}

export const blankDraft: Draft = {
  encounter: 'outpatient',
  category: 'general',
  purpose: undefined,
  useAt: 'home',
  departmentId: undefined,
  bed: '',
  payment: '医保',
  name: '',
  sex: undefined,
  age: undefined,
  recordNo: '',
  idNo: '',
  diagnosis: '',
  verifiedHow: '居民身份证',
  emergencyReason: '',
  agentName: '',
  agentIdNo: '',
  overLimitReason: '',
  overlapReason: '',
  paperNo: '',
}

/** The dose in the unit of the books; undefined where it is not a whole number of it. */
export function doseOf(line: DraftLine): number | undefined {
  const unit = doseUnits(line.drug).find((u) => u.text === line.doseUnit)
  if (line.amount === null || !unit) return undefined
  const dose = Math.round(line.amount * unit.size * 1000) / 1000
  return Number.isSafeInteger(dose) && dose > 0 ? dose : undefined
}

const frequencyOf = (line: DraftLine) => frequencies.find((f) => f.text === line.frequency)
const text = (value: string) => value.trim() || undefined

export function itemOf(line: DraftLine): Item {
  const { drug } = line
  const f = frequencyOf(line)
  return {
    drug: `${drug.name} ${drug.spec}`,
    unit: drug.unit,
    drugClass: drug.drugClass,
    form: drug.form,
    ingredient: drug.ingredient,
    contentPerUnit: drug.contentPerUnit,
    units: line.units ?? 0,
    dose: doseOf(line) ?? 0,
    times: f?.times ?? 0,
    perDays: f?.perDays ?? 0,
    instruction: text(line.instruction) ?? null,
    dailyMax: drug.dailyMax,
    runDays: 0,
  }
}

/** The prescription as it is being written, and what the limits say of it with every keystroke. */
export function useDraft() {
  const [draft, setDraft] = useState(blankDraft)
  const [lines, setLines] = useState<readonly DraftLine[]>([])
  const [next, setNext] = useState(1)
  const change = (patch: Partial<Draft>) => setDraft((d) => coherent({ ...d, ...patch }))
  return {
    draft,
    lines,
    change,
    add(drug: RxDrug) {
      const [first] = doseUnits(drug)
      const patch = drug.container !== null && drug.form === 'CR'
      setLines((all) => [
        ...all,
        {
          key: next,
          drug,
          amount: null,
          doseUnit: patch ? drug.unit : (first?.text ?? drug.unit),
          frequency: patch ? '3 日 1 次' : '一日 2 次',
          route: drug.form === 'INJ' ? '皮下注射' : patch ? '透皮贴敷' : '口服',
          units: null,
          instruction: '',
        },
      ])
      setNext(next + 1)
      if (drug.form === 'INJ' && drug.drugClass === 'NAR' && draft.category === 'general')
        change({ useAt: 'institution' })
    },
    drop: (key: number) => setLines((all) => all.filter((l) => l.key !== key)),
    edit: (key: number, patch: Partial<DraftLine>) =>
      setLines((all) => all.map((l) => (l.key === key ? { ...l, ...patch } : l))),
  }
}
export type Writing = ReturnType<typeof useDraft>

/** What follows from a choice is chosen with it: a ward’s patient has a ward’s limits and is treated there. */
function coherent(d: Draft): Draft {
  const inpatient = d.encounter === 'inpatient'
  if (inpatient && d.purpose === 'discharge') return { ...d, category: 'cancer', useAt: 'home' }
  if (inpatient) return { ...d, category: 'inpatient', useAt: 'institution' }
  const purpose = d.purpose === 'discharge' ? undefined : d.purpose
  return { ...d, purpose, category: d.category === 'inpatient' ? 'general' : d.category }
}

export function checksOf(
  limits: readonly LimitRow[],
  line: DraftLine,
  draft: Draft,
  grade: string | null,
): Check[] {
  if (draft.encounter === 'internet') return []
  const situation: Situation = {
    category: draft.category,
    encounter: draft.encounter,
    purpose: draft.purpose ?? null,
    useAt: draft.useAt,
    grade,
    overLimitReason: text(draft.overLimitReason) ?? null,
  }
  return explain(limits, itemOf(line), situation)
}

const words: readonly (readonly [keyof Draft, string])[] = [
  ['name', '患者姓名'],
  ['sex', '性别'],
  ['age', '年龄'],
  ['recordNo', '病历号'],
  ['diagnosis', '临床诊断'],
]

/** What is still lacking, in words, the most useful first. */
export function lackOf(w: Writing): string[] {
  const { draft, lines } = w
  const head = words.filter(([key]) => draft[key] === '' || draft[key] === undefined).map(([, t]) => t)
  if (draft.verifiedHow !== undefined && draft.idNo.trim() === '') head.push('身份证明编号')
  if (draft.verifiedHow === undefined && draft.emergencyReason.trim() === '') head.push('急诊先行处方的原因')
  const shown = head.length > 3 ? [`${head[0]}、${head[1]}等 ${head.length} 项`] : head
  const unfinished = lines.find((l) => doseOf(l) === undefined || !l.units)
  return [
    ...shown,
    ...(lines.length === 0 ? ['药品'] : []),
    ...(unfinished ? [`${unfinished.drug.name}的用量和数量`] : []),
  ]
}

export function inputOf({ draft: d, lines }: Writing): Input {
  const agent =
    d.agentName.trim() && d.agentIdNo.trim()
      ? { name: d.agentName.trim(), idNo: d.agentIdNo.trim() }
      : undefined
  return {
    encounter: d.encounter,
    category: d.category,
    purpose: d.purpose,
    useAt: d.useAt,
    departmentId: d.departmentId,
    bed: text(d.bed),
    payment: d.payment,
    patient: {
      name: d.name.trim(),
      sex: d.sex ?? '女',
      age: d.age ?? 0,
      recordNo: d.recordNo.trim(),
      idNo: text(d.idNo),
    },
    agent,
    diagnosis: d.diagnosis.trim(),
    verifiedHow: d.verifiedHow,
    emergencyReason: d.verifiedHow === undefined ? text(d.emergencyReason) : undefined,
    lines: lines.map((l) => {
      const f = frequencyOf(l)
      return {
        drugId: l.drug.drugId,
        units: l.units ?? 0,
        dose: doseOf(l) ?? 0,
        times: f?.times ?? 0,
        perDays: f?.perDays ?? 0,
        route: l.route,
        instruction: text(l.instruction),
      }
    }),
    overLimitReason: text(d.overLimitReason),
    overlapReason: text(d.overlapReason),
    paperNo: text(d.paperNo),
  }
}
