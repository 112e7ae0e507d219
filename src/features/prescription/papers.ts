import { Refusal } from '#core/refusal.ts'

export type PaperAct = 'used' | 'returned' | 'void' | 'destroyed'
export const paperStateTitle = {
  used: '使用',
  returned: '退回',
  void: '作废',
  destroyed: '销毁',
} as const satisfies Record<PaperAct, string>

export interface ActOnPapers {
  readonly kind: PaperAct
  readonly firstNo: number
  readonly lastNo: number
}

/** A used paper may still be voided with its prescription; only what came back or was voided is destroyed. */
const allowedBefore: Record<PaperAct, readonly (PaperAct | null)[]> = {
  used: [null],
  returned: [null],
  void: [null, 'used'],
  destroyed: ['returned', 'void'],
}

/** What became of one number; the last act counts. */
export function paperState(acts: readonly ActOnPapers[], no: number): PaperAct | null {
  return acts.findLast((a) => a.firstNo <= no && no <= a.lastNo)?.kind ?? null
}

/** The act fits every number of its range. Refuses RX_PAPER_RANGE, RX_PAPER_SPENT, RX_PAPER_NOT_BACK. */
export function checkPaperAct(
  book: { prefix: string; firstNo: number; lastNo: number },
  acts: readonly ActOnPapers[],
  act: ActOnPapers,
): void {
  const name = (no: number) => `${book.prefix}${no}`
  if (act.lastNo < act.firstNo || act.firstNo < book.firstNo || act.lastNo > book.lastNo)
    throw new Refusal('RX_PAPER_RANGE', { first: name(act.firstNo), last: name(act.lastNo) })
  // A book has at most a thousand numbers.
  for (let no = act.firstNo; no <= act.lastNo; no++) {
    const state = paperState(acts, no)
    if (allowedBefore[act.kind].includes(state)) continue
    if (state === null) throw new Refusal('RX_PAPER_NOT_BACK', { no: name(no) })
    throw new Refusal('RX_PAPER_SPENT', { no: name(no), state: paperStateTitle[state] })
  }
}

/** Numbers of a book by what became of them; `left` are those of which nothing is known yet. */
export function paperCounts(
  book: { firstNo: number; lastNo: number },
  acts: readonly ActOnPapers[],
): Record<PaperAct | 'left', number> {
  const counts = { used: 0, returned: 0, void: 0, destroyed: 0, left: 0 }
  for (let no = book.firstNo; no <= book.lastNo; no++) counts[paperState(acts, no) ?? 'left'] += 1
  return counts
}

/** `MJ000123` as the book's letters and the number. */
export function splitPaperNo(text: string): { prefix: string; no: number } | undefined {
  const [, prefix = '', digits] = /^([A-Z]*)(\d{1,12})$/.exec(text.trim().toUpperCase()) ?? []
  return digits === undefined ? undefined : { prefix, no: Number(digits) }
}
