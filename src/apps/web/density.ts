export type Density = 'compact' | 'normal' | 'loose'

const store = 'zhuisu.density'

export function density(): Density {
  const kept = localStorage.getItem(store)
  return kept === 'compact' || kept === 'loose' ? kept : 'normal'
}

/** Row height for this person at this browser; base.css reads the attribute. */
export function applyDensity(to: Density = density()): void {
  localStorage.setItem(store, to)
  document.documentElement.dataset['density'] = to
}
