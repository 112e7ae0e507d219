/** China keeps one time zone; every date in a register is a date there. */
export const zone = 'Asia/Shanghai'
const offsetMs = 8 * 3_600_000

/** The only source of time. Tests and the simulator pass their own. */
export interface Clock {
  readonly now: () => Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until told otherwise. */
export function fixedClock(start: string): Clock & { set(instant: string): void; advance(ms: number): void } {
  let current = new Date(start)
  return {
    now: () => new Date(current),
    set: (instant) => {
      current = new Date(instant)
    },
    advance: (ms) => {
      current = new Date(current.getTime() + ms)
    },
  }
}

/** The calendar day (YYYY-MM-DD) of an instant, in China. */
export function dayOf(instant: string | Date): string {
  return new Date(new Date(instant).getTime() + offsetMs).toISOString().slice(0, 10)
}

/** The instant at which a China day begins. */
export function startOfDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - offsetMs).toISOString()
}

/** The instant at which a China day is over: what happened on that day lies before it. */
export function endOfDay(day: string): string {
  return new Date(Date.parse(startOfDay(day)) + 86_400_000).toISOString()
}
