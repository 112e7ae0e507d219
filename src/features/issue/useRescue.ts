import { useRef, useState } from 'react'
import type { CallInputOf } from '#core/contract.ts'
import { call } from '#ui/call.ts'
import type { ScanOutcome } from '#ui/ScanInput.tsx'
import { findForRescue, type issueForRescue, type RescueReason } from './contract.ts'
import type { Take } from './useDesk.tsx'

export interface RescueHead {
  readonly reason: RescueReason | undefined
  readonly note: string
  readonly room: string
  readonly departmentId: number | undefined
  readonly name: string
  readonly sex: '男' | '女' | undefined
  readonly age: number | undefined
  readonly recordNo: string
  readonly doctorId: number | undefined
  readonly holderId: number | undefined
  readonly locationId: number | undefined
}

const blank: RescueHead = {
  reason: undefined,
  note: '',
  room: '',
  departmentId: undefined,
  name: '',
  sex: undefined,
  age: undefined,
  recordNo: '',
  doctorId: undefined,
  holderId: undefined,
  locationId: undefined,
}

const needed: readonly (readonly [keyof RescueHead, string])[] = [
  ['reason', '抢救原因'],
  ['locationId', '取药储位'],
  ['sex', '患者性别'],
  ['age', '年龄（可估计）'],
  ['doctorId', '口头医嘱医师'],
  ['holderId', '领用人'],
]

const text = (value: string) => value.trim() || undefined

/** A rescue as it is being drawn: what is known of it, and what was scanned. Each scan takes one unit more. */
export function useRescue(self: number) {
  const [head, setHead] = useState<RescueHead>({ ...blank, holderId: self })
  const [takes, setTakes] = useState<readonly Take[]>([])
  const [fefoReason, setReason] = useState('')
  const now = useRef({ head, takes })
  now.current = { head, takes }

  async function take(raw: string): Promise<ScanOutcome> {
    const { locationId } = now.current.head
    if (!locationId) return { kind: 'refuse', text: '先选取药储位' }
    const found = await call(findForRescue, { locationId, raw })
    const { code, unit, haveUnits } = found
    const known = now.current.takes.find((t) => t.found.code === code)
    if (known && known.units >= haveUnits)
      return { kind: 'repeat', text: `这个码只有 ${haveUnits} ${unit}`, code }
    setTakes((list) =>
      known
        ? list.map((t) => (t.found.code === code ? { ...t, units: t.units + 1 } : t))
        : [...list, { found, units: 1 }],
    )
    return { kind: 'accept', text: `取 ${(known?.units ?? 0) + 1} ${unit}`, code }
  }
  function change(patch: Partial<RescueHead>) {
    // Another place holds other boxes.
    if ('locationId' in patch && patch.locationId !== head.locationId) setTakes([])
    setHead((h) => ({ ...h, ...patch }))
  }
  return {
    head,
    change,
    takes,
    take,
    setTaken: (code: string, units: number) =>
      setTakes((list) => list.map((t) => (t.found.code === code ? { ...t, units } : t))),
    untake: (code?: string) =>
      setTakes((list) =>
        code === undefined ? list.slice(0, -1) : list.filter((t) => t.found.code !== code),
      ),
    fefoReason,
    setReason,
    lack: lackOf(head, takes.length),
    input: inputOf(head, takes, fefoReason),
  }
}

export type RescueDesk = ReturnType<typeof useRescue>

/** What still blocks the act, the most useful first. */
function lackOf(head: RescueHead, takes: number): string[] {
  const missing = needed.filter(([key]) => head[key] === undefined).map(([, title]) => title)
  const note = head.reason === 'other' && head.note.trim() === '' ? ['抢救说明'] : []
  return [...missing, ...note, ...(takes === 0 ? ['扫要取的药品'] : [])]
}

/** What will be sent; what is still missing is 0 and keeps the button off. */
function inputOf(
  head: RescueHead,
  takes: readonly Take[],
  fefoReason: string,
): CallInputOf<typeof issueForRescue> {
  const { reason, departmentId, sex, age, doctorId, holderId, locationId } = head
  return {
    reason: reason ?? 'other',
    note: text(head.note),
    room: text(head.room),
    departmentId,
    locationId: locationId ?? 0,
    patient: { name: text(head.name), sex: sex ?? '女', age: age ?? 0, recordNo: text(head.recordNo) },
    doctorId: doctorId ?? 0,
    holderId: holderId ?? 0,
    picks: takes.map((t) => ({ code: t.found.code, units: t.units })),
    fefoReason: text(fefoReason),
  }
}
