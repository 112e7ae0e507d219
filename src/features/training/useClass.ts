import { useMemo, useState } from 'react'
import type { Attendee, ResultRow } from './contract.ts'
import type { Pasted } from './paste.ts'
import { mostAttempts } from './rules.ts'

export interface Draft {
  readonly signedIn?: boolean
  /** As typed; empty: nothing is entered. */
  readonly score?: string
  readonly remark?: string
}

export interface Line {
  readonly person: Attendee
  readonly draft: Draft
  /** Exams whose result stands, in their order. */
  readonly stands: Attendee['exams']
  readonly present: boolean
  /** Why no score is taken from this row; undefined where one is. */
  readonly closed: string | undefined
  /** What is wrong with what was typed. */
  readonly fault: string | undefined
  readonly passes: boolean | undefined
}

/** What is typed into the table of a class, and what of it can be sent. */
export function useClass(people: readonly Attendee[], passScore: number, me: number) {
  const [drafts, setDrafts] = useState<ReadonlyMap<number, Draft>>(new Map())
  const lines = useMemo(
    () => people.map((person) => lineOf(person, drafts.get(person.userId) ?? {}, passScore, me)),
    [people, drafts, passScore, me],
  )
  const change = (userId: number, patch: Draft) =>
    setDrafts((all) => new Map(all).set(userId, { ...all.get(userId), ...patch }))
  const take = (rows: readonly Pasted[]) =>
    setDrafts((all) => {
      const next = new Map(all)
      for (const row of rows) {
        if (row.userId === undefined || row.trouble) continue
        const score = row.score === undefined ? {} : { score: String(row.score) }
        const remark = row.remark === undefined ? {} : { remark: row.remark }
        next.set(row.userId, { ...next.get(row.userId), signedIn: true, ...score, ...remark })
      }
      return next
    })
  const everybodyHere = () => {
    for (const line of lines)
      if (!line.person.signedInAt && line.person.userId !== me) change(line.person.userId, { signedIn: true })
  }
  const rows = lines.flatMap(rowOf)
  return { lines, rows, change, take, everybodyHere, clear: () => setDrafts(new Map()) }
}

function lineOf(person: Attendee, draft: Draft, passScore: number, me: number): Line {
  const stands = person.exams.filter((e) => !e.withdrawnAt)
  const last = stands.at(-1)
  const closed =
    person.userId === me
      ? '本人的由别人登记'
      : last?.passed
        ? '已通过'
        : (last?.attempt ?? 0) >= mostAttempts
          ? '补考已满，重新参加培训'
          : undefined
  const present = person.signedInAt !== null || draft.signedIn === true
  const typed = draft.score ?? ''
  const score = /^\d{1,3}$/.test(typed) && Number(typed) <= 100 ? Number(typed) : undefined
  const fault =
    typed === ''
      ? undefined
      : score === undefined
        ? '0 到 100 的整数'
        : present
          ? undefined
          : '没有签到，先勾补签'
  return {
    person,
    draft,
    stands,
    present,
    closed,
    fault,
    passes: score === undefined ? undefined : score >= passScore,
  }
}

function rowOf(line: Line): ResultRow[] {
  const { person, draft } = line
  const signs = draft.signedIn === true && person.signedInAt === null
  const scored = line.closed === undefined && line.fault === undefined && (draft.score ?? '') !== ''
  if (!signs && !scored) return []
  return [
    {
      userId: person.userId,
      ...(signs ? { signedIn: true } : {}),
      ...(scored ? { score: Number(draft.score), ...(draft.remark ? { remark: draft.remark } : {}) } : {}),
    },
  ]
}
