import { useEffect, useRef, useState } from 'react'
import { call, CallRefused } from '#ui/call.ts'
import { instantText } from '#ui/format.ts'
import { useSearch } from '#ui/nav.tsx'
import { useCall } from '#ui/query.ts'
import type { ScanOutcome } from '#ui/ScanInput.tsx'
import { findContainer, listOwed, type OwedRow } from './contract.ts'

interface Brought {
  readonly issueId: number | undefined
  /** Scanned ampoules, the last one last. */
  readonly codes: readonly string[]
  /** By lot: counted without a scan. */
  readonly counts: Readonly<Record<number, number>>
}

const nothing: Brought = { issueId: undefined, codes: [], counts: {} }
const many = (b: Brought) => b.codes.length + Object.values(b.counts).reduce((n, c) => n + c, 0)

/** What the pharmacist does with an ampoule that is not taken. Undefined: the plain sentence will do. */
function whyNot(error: unknown): ScanOutcome | undefined {
  if (!(error instanceof CallRefused)) return undefined
  const { box, intact, back, backAt } = error.facts
  const refuse = (text: string, detail: string): ScanOutcome => ({ kind: 'refuse', text, detail })
  if (error.code === 'CODE_NEVER_RECEIVED')
    return refuse('从未在本院入账', '先放进红色待查盒，不要入回收箱，继续扫下一支。')
  if (error.code !== 'CONTAINER_NOT_OWED') return undefined
  if (box === true) return refuse('这是盒码', '空安瓿扫瓶上的单支标签；没有标签的，在左边按批号填数量。')
  if (typeof back === 'string')
    return refuse(
      '这支已经交回',
      `${back}，${instantText(String(backAt))} 已进回收箱，不重复回收。请核对手里的这支。`,
    )
  if (typeof intact === 'string')
    return refuse('账上还没有开启', `这支现在在“${intact}”。请领用人先记录开启，或办理整支退回。`)
  return refuse('没有人欠这支', '先放进红色待查盒，查清这个码的来历。')
}

/** The counter: whose issue, what was brought so far, and what a scan does to it. */
export function useStation() {
  const [search, change] = useSearch()
  const issueId = search['issue'] ? Number(search['issue']) : undefined
  const owed = useCall(listOwed, issueId === undefined ? undefined : { issueId, pageSize: 500 })
  const [state, setState] = useState<Brought>(nothing)
  // Codes come faster than a page is drawn: what was scanned last must be known to the next scan.
  const latest = useRef<Brought>(nothing)
  const brought = state.issueId === issueId ? state : nothing

  function put(next: Brought) {
    latest.current = next
    setState(next)
  }
  // The address may change without us: by the back button, or from the list of who owes.
  useEffect(() => {
    if (latest.current.issueId !== issueId) latest.current = { ...nothing, issueId }
  }, [issueId])

  function choose(id: number | undefined) {
    put({ ...nothing, issueId: id })
    change({ issue: id })
  }

  function take(row: OwedRow): ScanOutcome {
    const now = latest.current
    if (now.codes.includes(row.code)) return { kind: 'repeat', code: row.code, text: '已扫过，不重复计数' }
    if (now.issueId !== undefined && now.issueId !== row.issueId && many(now) > 0) {
      const detail = `这支是 ${row.holder} ${row.issueNo} 的。先放在一边，这一单签字以后再收。`
      return { kind: 'refuse', code: row.code, text: '不是这一单的', detail }
    }
    const same = now.issueId === row.issueId ? now : { ...nothing, issueId: row.issueId }
    put({ ...same, codes: [...same.codes, row.code] })
    if (row.issueId !== issueId) change({ issue: row.issueId })
    return { kind: 'accept', code: row.code, text: `${row.holder} 已收` }
  }

  async function scan(raw: string): Promise<ScanOutcome> {
    try {
      return take(await call(findContainer, { raw }))
    } catch (error) {
      const why = whyNot(error)
      if (why) return why
      throw error
    }
  }

  return {
    issueId,
    owed,
    brought,
    count: many(brought),
    scan,
    choose,
    withdraw: (code: string) =>
      put({ ...latest.current, codes: latest.current.codes.filter((c) => c !== code) }),
    setCount: (lotId: number, units: number) =>
      put({ ...latest.current, counts: { ...latest.current.counts, [lotId]: units } }),
    clear: () => put({ ...nothing, issueId }),
  }
}
