import { parseArgs } from 'node:util'

export interface SoakOptions {
  readonly minutes: number
  /** Pieces of work that arrive in a second, whether the server keeps up or not. */
  readonly rate: number
  /** Signed-in sessions, and the most pieces of work under way at once. */
  readonly users: number
  /** Folder for the database; absent: a temporary one that is removed. */
  readonly dataDir: string | undefined
  /** Folder that gets soak.json. */
  readonly outDir: string | undefined
}

export const soakLimits = { minutes: 240, rate: 200, users: 200 } as const

/** What the command line asks for. Throws a sentence that says what is wrong with it. */
export function readSoakOptions(argv: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string' },
      rate: { type: 'string' },
      users: { type: 'string' },
      data: { type: 'string' },
      out: { type: 'string' },
    },
  })
  return {
    minutes: within('minutes', values.minutes ?? '5', 0.1, soakLimits.minutes),
    rate: within('rate', values.rate ?? '4', 0.1, soakLimits.rate),
    users: Math.floor(within('users', values.users ?? '26', 1, soakLimits.users)),
    dataDir: values.data,
    outDir: values.out,
  }
}

function within(name: string, given: string, min: number, max: number): number {
  const n = /^\d{1,6}(\.\d{1,3})?$/.test(given) ? Number(given) : Number.NaN
  if (!(n >= min && n <= max)) throw new Error(`--${name} 须在 ${min} 到 ${max} 之间，不是“${given}”`)
  return n
}
