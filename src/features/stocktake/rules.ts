/**
 * What the books held of a balance while it was counted, from the first moment to the last. A count that agrees with any
 * of these agrees: nobody can say at which of them the hand passed.
 */
export type Course = readonly number[]

/** The book figure that a counted one is compared with. */
export function bookFor(course: Course, counted: number): number {
  return course.includes(counted) ? counted : (course.at(-1) ?? 0)
}

/** Adds up courses of several codes, step by step; all have the same steps. */
export function sumOf(courses: readonly Course[]): Course {
  const steps = Math.max(0, ...courses.map((c) => c.length))
  return Array.from({ length: steps }, (_, i) => courses.reduce((n, c) => n + (c[i] ?? 0), 0))
}

export interface Seen {
  readonly code: string
  readonly units: number
}

export interface Compared {
  readonly book: number
  readonly difference: number
  /** In which codes it lies, '' for units without one. Empty although there is a difference: only a scan can tell. */
  readonly lines: readonly { readonly code: string; readonly delta: number }[]
}

/**
 * Compares one lot in one place with its books, code by code. `courses`: every code that was there at some moment of the
 * count. Units that were counted without their code being read (`counted` beyond the scans) stand for codes that nobody
 * read, in the order of their text; what is left over is a surplus without a code.
 */
export function compare(
  courses: ReadonlyMap<string, Course>,
  seen: readonly Seen[],
  counted: number,
): Compared {
  const coded = [...courses.keys()].some((code) => code !== '')
  if (seen.length === 0) {
    const book = bookFor(sumOf([...courses.values()]), counted)
    const difference = counted - book
    const emptied = coded && counted === 0
    if (emptied) return { book, difference, lines: difference === 0 ? [] : allMissing(courses) }
    return { book, difference, lines: difference === 0 || coded ? [] : [{ code: '', delta: difference }] }
  }
  const read = new Map(seen.map((s) => [s.code, s.units]))
  let [book, loose] = [0, counted - seen.reduce((n, s) => n + s.units, 0)]
  const deltas = new Map<string, number>()
  for (const { code, units } of seen) {
    const was = bookFor(courses.get(code) ?? [0], units)
    book += was
    deltas.set(code, units - was)
  }
  const unread = [...courses].filter(([code]) => !read.has(code)).sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [code, course] of unread) {
    const last = course.at(-1) ?? 0
    const found = Math.min(loose, Math.max(last, 0))
    const was = bookFor(course, found)
    loose -= found
    book += was
    deltas.set(code, found - was)
  }
  if (loose > 0) deltas.set('', (deltas.get('') ?? 0) + loose)
  const lines = [...deltas].filter(([, delta]) => delta !== 0).map(([code, delta]) => ({ code, delta }))
  return { book, difference: counted - book, lines: lines.sort((a, b) => (a.code < b.code ? -1 : 1)) }
}

function allMissing(courses: ReadonlyMap<string, Course>): Compared['lines'] {
  return [...courses]
    .map(([code, course]) => ({ code, delta: -(course.at(-1) ?? 0) }))
    .filter((l) => l.delta !== 0)
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** 盘损, 盘盈, 正常: the three words for what came of a row. */
export const resultOf = (difference: number): 'short' | 'surplus' | 'equal' =>
  difference < 0 ? 'short' : difference > 0 ? 'surplus' : 'equal'
export const resultTitle = { short: '盘损', surplus: '盘盈', equal: '正常' } as const

export const stocktakeStateTitle = {
  counting: '盘点中',
  paused: '已暂停',
  submitted: '待审核',
  closed: '已完成',
  cancelled: '已撤销',
} as const
