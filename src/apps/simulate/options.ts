import { parseArgs } from 'node:util'

/** What was asked for cannot be done, in a sentence for the one who asked. */
export class Unfit extends Error {}

export interface Options {
  readonly institutions: number
  readonly days: number
  readonly seed: number
  /** Folder of the database and of the truth; absent: a temporary one that is removed at the end. */
  readonly dataDir: string | undefined
  /** China day of the first shift. */
  readonly start: string
  /** In process, a day's acts of a hospital in one transaction; otherwise request by request. */
  readonly fast: boolean
  /** Hospitals that act at the same time, each lane on a connection and with a clock of its own. */
  readonly lanes: number
  /** Only compare what was planted there with what was found. */
  readonly score: string | undefined
}

export const limits = { institutions: 50, days: 1100, seed: 2_147_483_647, lanes: 4 } as const
/** Longer runs take the fast path unless told otherwise. */
export const slowDays = 3

/** What the command line asks for. Throws a sentence that says what is wrong with it. */
export function readOptions(argv: readonly string[]): Options {
  const values = parsed(argv)
  if (values.fast && values.slow) throw new Unfit('--fast 与 --slow 只能选一个')
  if (values.score !== undefined && values.data !== undefined)
    throw new Unfit('--score 已指明数据目录，不再写 --data')
  const days = whole('days', values.days, 30, limits.days)
  const fast = values.fast ?? (values.slow ? false : days > slowDays)
  const lanes = whole('lanes', values.lanes, 1, limits.lanes)
  if (lanes > 1 && !fast) throw new Unfit('--lanes 只用于进程内的快速方式（--fast）')
  return {
    institutions: whole('institutions', values.institutions, 3, limits.institutions),
    days,
    seed: whole('seed', values.seed, 1, limits.seed),
    dataDir: filled('data', values.data),
    start: day(values.start ?? '2026-06-01'),
    fast,
    lanes,
    score: filled('score', values.score),
  }
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        institutions: { type: 'string' },
        days: { type: 'string' },
        seed: { type: 'string' },
        data: { type: 'string' },
        start: { type: 'string' },
        lanes: { type: 'string' },
        fast: { type: 'boolean' },
        slow: { type: 'boolean' },
        score: { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new Unfit(error instanceof Error ? error.message : String(error))
  }
}

function whole(name: string, given: string | undefined, otherwise: number, max: number): number {
  if (given === undefined) return otherwise
  const n = /^\d{1,10}$/.test(given) ? Number(given) : 0
  if (n < 1 || n > max) throw new Unfit(`--${name} 须是 1 到 ${max} 的整数，不是“${given}”`)
  return n
}

function day(given: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(given) ? Date.parse(`${given}T00:00:00Z`) : Number.NaN
  // Dates that the calendar does not have (02-30) come back as another day.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== given)
    throw new Unfit(`--start 须是日历上的一天，如 2026-06-01，不是“${given}”`)
  if (given < '2024-07-01' || given > '2099-12-31')
    throw new Unfit('--start 须在 2024-07-01（现行麻精目录）到 2099-12-31 之间')
  return given
}

function filled(name: string, given: string | undefined): string | undefined {
  if (given?.trim() === '') throw new Unfit(`--${name} 后面要写目录`)
  return given
}
