import { refusalText, type Facts, type Fault } from '#core/refusal.ts'
import { refusals, type RefusalCode } from '#core/refusals.ts'

interface Problem {
  readonly status?: number
  readonly code?: string
  readonly detail?: string
  readonly facts?: Facts
  readonly faults?: readonly Fault[]
  readonly requestId?: string
}

const networkText = '连不上服务器，内容保留在页面上；请检查网络后再点一次'
const brokenText = '系统这边出了错，没有办成；请再点一次，仍不行就把编号报给信息科'

function sentence(p: Problem): string {
  if (p.code && p.code in refusals) return refusalText(p.code as RefusalCode, p.facts ?? {})
  return p.detail ?? brokenText
}

/** What a call throws: the server's "no", or the server out of reach (`NETWORK`). */
export class CallRefused extends Error {
  readonly status: number
  readonly code: string
  readonly facts: Facts
  readonly faults: readonly Fault[]
  readonly requestId: string | undefined
  readonly text: string

  constructor(problem: Problem) {
    const text = sentence(problem)
    super(text)
    this.name = 'CallRefused'
    this.status = problem.status ?? 0
    this.code = problem.code ?? 'UNKNOWN'
    this.facts = problem.facts ?? {}
    this.faults = problem.faults ?? []
    this.requestId = problem.requestId
    this.text = text
  }
}

export function networkRefused(): CallRefused {
  return new CallRefused({ status: 0, code: 'NETWORK', detail: networkText })
}

/** Reads a reply that is not 2xx; a proxy's HTML page counts as "not reached". */
export function problemRefused(status: number, body: string, type: string): CallRefused {
  if (!type.includes('json')) {
    return status >= 500 || status < 400 ? networkRefused() : new CallRefused({ status })
  }
  return new CallRefused({ status, ...(JSON.parse(body) as Problem) })
}

/** A Chinese sentence for anything that was thrown. */
export function refusedText(error: unknown): string {
  return error instanceof CallRefused ? error.text : brokenText
}

let listener: (() => void) | undefined

/** The session layer hears of a sign-in that has run out, whichever call met it. */
export function onSignedOut(listen: () => void): void {
  listener = listen
}

export function heed(refused: CallRefused): CallRefused {
  if (refused.code === 'NOT_SIGNED_IN') listener?.()
  return refused
}
