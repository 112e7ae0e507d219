/** Something that takes hours: it acts, then says at which instant (ms) it wants to go on. */
export type Flow = AsyncGenerator<number, void, void>

export interface Agenda {
  readonly add: (at: number, flow: Flow) => void
  /** Runs everything that is due before `end`, in the order of time; at the same time, first come first served. */
  readonly runUntil: (end: number, goTo: (at: number) => void) => Promise<void>
  readonly waiting: () => number
}

/** One thing after the other, never two at once: that is what makes a run the same every time. */
export function agenda(): Agenda {
  interface Item {
    readonly at: number
    readonly no: number
    readonly flow: Flow
  }
  const items: Item[] = []
  let no = 0
  const later = (a: Item, b: Item) => a.at - b.at || a.no - b.no
  const add = (at: number, flow: Flow) => {
    const item = { at, no: no++, flow }
    const place = items.findIndex((other) => later(item, other) < 0)
    items.splice(place < 0 ? items.length : place, 0, item)
  }
  return {
    add,
    waiting: () => items.length,
    async runUntil(end, goTo) {
      for (let next = items[0]; next && next.at < end; next = items[0]) {
        items.shift()
        goTo(next.at)
        const step = await next.flow.next()
        if (!step.done) add(Math.max(step.value, next.at), next.flow)
      }
    },
  }
}
