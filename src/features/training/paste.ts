/** One line of a pasted list, as it will stand in the table; `trouble` says why it was left out. */
export interface Pasted {
  readonly line: number
  readonly who: string
  readonly userId?: number
  readonly score?: number
  readonly remark?: string
  readonly trouble?: string
}

interface Somebody {
  readonly userId: number
  readonly name: string
  readonly account: string
}

/** More is a mistaken copy of a whole sheet. */
export const mostLines = 300

/**
 * A list as people copy it from a sheet: name or account, score, remark, parted by tabs, commas or blanks. A heading
 * is passed over. Two people of one name must be told apart by account.
 */
export function readPaste(text: string, people: readonly Somebody[]): Pasted[] {
  const lines = text.split(/\r?\n/).map((l, i) => ({ line: i + 1, cells: cellsOf(l) }))
  return lines
    .filter(({ cells }) => cells.length > 0 && !isHeading(cells))
    .slice(0, mostLines)
    .map(({ line, cells }) => readLine(line, cells, people))
}

const cellsOf = (line: string): string[] => {
  const parts = line.includes('\t') ? line.split('\t') : line.split(/[,，;；]|\s+/)
  const cells = parts.map((c) => c.trim())
  return cells.some((c) => c !== '') ? cells : []
}

const isHeading = (cells: readonly string[]): boolean =>
  /^(姓名|账号|人员|考核人|参加人)$/.test(cells[0] ?? '')

function readLine(line: number, cells: readonly string[], people: readonly Somebody[]): Pasted {
  const [who = '', scored = '', ...rest] = cells
  const remark = rest.filter(Boolean).join(' ') || undefined
  const found = people.filter((p) => p.name === who || p.account.split('@')[0] === who || p.account === who)
  const base = { line, who, ...(remark ? { remark } : {}) }
  const [one] = found
  if (!one) return { ...base, trouble: '不在参加人里' }
  if (found.length > 1) return { ...base, trouble: '有同名的人，请写账号' }
  if (scored === '') return { ...base, userId: one.userId }
  const digits = scored.replace(/[分\s]/g, '').normalize('NFKC')
  const score = /^\d{1,3}$/.test(digits) ? Number(digits) : NaN
  if (!(score <= 100)) return { ...base, userId: one.userId, trouble: `成绩“${scored}”不是 0 到 100 的整数` }
  return { ...base, userId: one.userId, score }
}
