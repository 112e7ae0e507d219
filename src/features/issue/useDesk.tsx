import { useRef, useState } from 'react'
import type { CallInputOf, DrugName } from '#core/contract.ts'
import type { ScanOutcome } from '#ui/ScanInput.tsx'
import { call } from '#ui/call.ts'
import { createIssue, findStock, type FoundStock } from './contract.ts'

export interface DeskHead {
  kind: 'surgery' | 'prescription'
  refNo: string
  title: string
  room: string
  departmentId: number | undefined
  name: string
  sex: '男' | '女' | undefined
  age: number | undefined
  recordNo: string
  idNo: string
  diagnosis: string
  doctorId: number | undefined
  anaesthetistId: number | undefined
  holderId: number | undefined
  locationId: number | undefined
}

export const blankHead: DeskHead = {
  kind: 'surgery',
  refNo: '',
  title: '',
  room: '',
  departmentId: undefined,
  name: '',
  sex: undefined,
  age: undefined,
  recordNo: '',
  idNo: '',
  diagnosis: '',
  doctorId: undefined,
  anaesthetistId: undefined,
  holderId: undefined,
  locationId: undefined,
}

export interface PlanLine extends DrugName {
  readonly units: number
}

export interface Take {
  readonly found: FoundStock
  readonly units: number
}

const words: readonly (readonly [keyof DeskHead, string])[] = [
  ['refNo', '编号'],
  ['title', '名称'],
  ['name', '患者姓名'],
  ['sex', '性别'],
  ['age', '年龄'],
  ['recordNo', '病历号'],
  ['diagnosis', '疾病名称'],
  ['doctorId', '医师'],
  ['holderId', '领用人'],
  ['locationId', '发药储位'],
]

/** What the head still lacks, in words. */
export function headLack(head: DeskHead): string[] {
  return words.filter(([key]) => head[key] === '' || head[key] === undefined).map(([, title]) => title)
}

const text = (value: string) => value.trim() || undefined

/** Everything at the dispensing desk: the paper, what it plans, what is in the hand so far. */
export function useDesk() {
  const [head, setHead] = useState(blankHead)
  const [plan, setPlan] = useState<readonly PlanLine[]>([])
  const [takes, setTakes] = useState<readonly Take[]>([])
  const [fefoReason, setReason] = useState('')
  const now = useRef({ head, plan, takes })
  now.current = { head, plan, takes }
  const takenOf = (drugId: number) =>
    now.current.takes.filter((t) => t.found.drugId === drugId).reduce((n, t) => n + t.units, 0)
  const missingOf = (drugId: number) =>
    (now.current.plan.find((p) => p.drugId === drugId)?.units ?? 0) - takenOf(drugId)

  /** Takes what is still planned from this code, or says why not. */
  async function take(raw: string, atMost = Number.POSITIVE_INFINITY): Promise<ScanOutcome> {
    const { locationId } = now.current.head
    if (!locationId) return { kind: 'refuse', text: '先选发药储位' }
    const found = await call(findStock, { locationId, raw })
    const { code, name, spec, unit, drugId } = found
    const about = `${name} ${spec}`
    if (!now.current.plan.some((p) => p.drugId === drugId)) {
      return {
        kind: 'refuse',
        text: `计划里没有${name}`,
        code,
        about,
        detail: '放回原处；确要发这个品种，先在左边加上它和计划数量',
      }
    }
    if (now.current.takes.some((t) => t.found.code === code))
      return { kind: 'repeat', text: '已取过这个码，改数量请在左边改', code }
    const units = Math.min(missingOf(drugId), found.haveUnits, atMost)
    if (units <= 0)
      return { kind: 'refuse', text: `${name}已取够`, code, about, detail: '计划数量已满，放回原处' }
    setTakes((list) => [...list, { found, units }])
    return { kind: 'accept', text: `取 ${units} ${unit}`, code }
  }
  const change = (patch: Partial<DeskHead>) => {
    // Another place holds other boxes.
    if ('locationId' in patch && patch.locationId !== head.locationId) setTakes([])
    setHead((h) => ({ ...h, ...patch }))
  }
  return {
    head,
    change,
    plan,
    takes,
    take,
    takenOf,
    missingOf,
    fefoReason,
    setReason,
    addPlan: (line: PlanLine) => setPlan((list) => [...list.filter((p) => p.drugId !== line.drugId), line]),
    dropPlan: (drugId: number) => {
      setPlan((list) => list.filter((p) => p.drugId !== drugId))
      setTakes((list) => list.filter((t) => t.found.drugId !== drugId))
    },
    setPlanned: (drugId: number, units: number) =>
      setPlan((list) => list.map((p) => (p.drugId === drugId ? { ...p, units } : p))),
    setTaken: (code: string, units: number) =>
      setTakes((list) => list.map((t) => (t.found.code === code ? { ...t, units } : t))),
    untake: (code?: string) =>
      setTakes((list) =>
        code === undefined ? list.slice(0, -1) : list.filter((t) => t.found.code !== code),
      ),
    input: inputOf(head, plan, takes, fefoReason),
  }
}

export type Desk = ReturnType<typeof useDesk>

/** What will be sent; numbers that are still missing are 0 and keep the button off. */
function inputOf(
  head: DeskHead,
  plan: readonly PlanLine[],
  takes: readonly Take[],
  fefoReason: string,
): CallInputOf<typeof createIssue> {
  const { kind, sex, age, doctorId, anaesthetistId, holderId, departmentId, locationId } = head
  const refs = { departmentId, anaesthetistId: kind === 'surgery' ? anaesthetistId : undefined }
  return {
    kind,
    refNo: head.refNo.trim(),
    title: head.title.trim(),
    room: text(head.room),
    diagnosis: head.diagnosis.trim(),
    ...refs,
    patient: {
      name: head.name.trim(),
      sex: sex ?? '女',
      age: age ?? 0,
      recordNo: head.recordNo.trim(),
      idNo: text(head.idNo),
    },
    doctorId: doctorId ?? 0,
    holderId: holderId ?? 0,
    locationId: locationId ?? 0,
    plan: plan.map((p) => ({ drugId: p.drugId, units: p.units })),
    picks: takes.map((t) => ({ code: t.found.code, units: t.units })),
    fefoReason: text(fefoReason),
  }
}
