import type { Account } from '#core/ledger/rules.ts'
import type { PlaceKind } from './contract.ts'

/** The kind of account that a place is in the ledger (DESIGN §1): a bin holds empties, a red box what is set apart. */
export function accountKindOf(kind: PlaceKind): Account['kind'] {
  if (kind === 'recovery') return 'empties'
  if (kind === 'quarantine') return 'quarantine'
  return 'location'
}

interface Node {
  readonly departmentId: number
  readonly parentId: number | null
}

/** Rows in the order of the tree, each with its depth. A parent outside the list makes a row a top one. */
export function treeOrder<D extends Node>(rows: readonly D[]): (D & { depth: number })[] {
  const known = new Set(rows.map((row) => row.departmentId))
  const below = Map.groupBy(rows, (row) =>
    row.parentId !== null && known.has(row.parentId) ? row.parentId : null,
  )
  const ordered: (D & { depth: number })[] = []
  const walk = (parent: number | null, depth: number) => {
    for (const row of below.get(parent) ?? []) {
      ordered.push({ ...row, depth })
      walk(row.departmentId, depth + 1)
    }
  }
  walk(null, 0)
  return ordered
}

/** Whether going up from `from` ever comes back to it; a chain is never longer than there are names. */
export function climbsToItself(above: ReadonlyMap<string, string>, from: string): boolean {
  let at = above.get(from)
  for (let steps = 0; at !== undefined && steps <= above.size; steps++) {
    if (at === from) return true
    at = above.get(at)
  }
  return false
}
