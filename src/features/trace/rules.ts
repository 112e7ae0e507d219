import type { HitKind, LifeState, LifeUnit } from './contract.ts'

export type Colour = 'green' | 'blue' | 'amber' | 'red' | 'grey'
const tones: Record<LifeState, Colour> = {
  stock: 'blue',
  transit: 'blue',
  custody: 'blue',
  overdue: 'red',
  quarantine: 'amber',
  owed: 'amber',
  empties: 'blue',
  destroyed: 'green',
  used: 'green',
  lost: 'grey',
  withdrawn: 'grey',
}
export const lifeTone = (state: LifeState): Colour => tones[state]

/** `已销毁`, `空安瓿待销毁`, `陈思远 在手`: what stands at the end of a unit's line. */
export function endText(
  unit: Pick<LifeUnit, 'state' | 'holder' | 'account'>,
  container: string | null,
): string {
  const words: Record<LifeState, string> = {
    stock: `在 ${unit.account}`,
    transit: '在途',
    custody: `${unit.holder ?? ''} 在手`.trim(),
    overdue: `${unit.holder ?? ''} 在手`.trim(),
    quarantine: `待查 ${unit.account}`,
    owed: `${unit.holder ?? ''} 欠${container ?? '空容器'}`.trim(),
    empties: `${container ?? '空容器'}待销毁`,
    destroyed: '已销毁',
    used: '已使用',
    lost: '破碎，已报损',
    withdrawn: '已红冲',
  }
  return words[unit.state]
}

/** Name of a group in the card's head: states that need the container's own word take it. */
export function groupText(state: LifeState, title: string, container: string | null): string {
  return state === 'owed' || state === 'empties' ? title.replace('空容器', container ?? '空容器') : title
}

const paths: Partial<Record<HitKind, string>> = {
  counting: '/receipts/',
  carton: '/receipts/',
  receipt: '/receipts/',
  purchase: '/orders/',
  requisition: '/requisitions/',
  transfer: '/transfers/',
  issue: '/issues/',
  destruction: '/destruction/',
}

/** Where a hit leads. `org` is set when an authority looks into one of its institutions. */
export function pathOf(hit: { kind: HitKind; id: number | null; key: string }, org?: number): string {
  const suffix = (sign: '?' | '&') => (org === undefined ? '' : `${sign}org=${org}`)
  const q = encodeURIComponent(hit.key)
  if (hit.kind === 'code' || hit.kind === 'unit') return `/trace/${q}${suffix('?')}`
  if (hit.kind === 'lot') return `/stock?q=${q}${suffix('&')}`
  if (hit.kind === 'drug') return `/stock?drugId=${hit.id ?? ''}${suffix('&')}`
  if (hit.kind === 'person') return `/staff?q=${q}${suffix('&')}`
  if (hit.kind === 'recovery') return `/recovery?tab=records&q=${q}${suffix('&')}`
  return `${paths[hit.kind] ?? '/trace/'}${hit.id ?? ''}${suffix('?')}`
}
