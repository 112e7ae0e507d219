export interface Foldable {
  readonly title: string
  readonly items: number
  /** The page one is on is in it. */
  readonly here: boolean
}

/** What a person has closed and opened by hand. */
export interface Choice {
  readonly closed: ReadonlySet<string>
  readonly opened: ReadonlySet<string>
}

// As web.css draws it: rows and heads, higher where there are few, and the room above and below.
const lines = { roomy: { row: 33, head: 29 }, dense: { row: 28, head: 24 } } as const
const edge = 26

/**
 * Which groups of the menu stand open in a window so high: the one of the current page always, then what was opened by
 * hand, then the others from the top as long as they fit. What was closed by hand stays closed.
 */
export function openGroups(
  groups: readonly Foldable[],
  height: number,
  dense: boolean,
  { closed, opened }: Choice,
): Set<string> {
  const { row, head } = dense ? lines.dense : lines.roomy
  const open = new Set<string>()
  let room = height - edge - groups.filter((g) => g.title).length * head
  const take = (g: Foldable, must: boolean) => {
    if (open.has(g.title) || (!must && g.items * row > room)) return
    open.add(g.title)
    room -= g.items * row
  }
  for (const g of groups) if (g.here || !g.title) take(g, true)
  for (const g of groups) if (opened.has(g.title)) take(g, true)
  for (const g of groups) if (!closed.has(g.title)) take(g, false)
  return open
}
