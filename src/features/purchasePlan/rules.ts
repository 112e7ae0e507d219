import { Refusal } from '#core/refusal.ts'
import { planStateTitle, type PlanState } from './contract.ts'

/** Refuses PLAN_STEP where the plan does not stand at one of these steps. */
export function checkStep(
  plan: { readonly no: string; readonly state: PlanState },
  allowed: readonly PlanState[],
  act: string,
): void {
  if (allowed.includes(plan.state)) return
  throw new Refusal('PLAN_STEP', { no: plan.no, state: planStateTitle[plan.state], act })
}

/** Each product once, and only such as are bought with the card. Refuses: PLAN_LINES with each line. */
export function checkLines(
  lines: readonly { readonly productId: number }[],
  allowed: ReadonlySet<number>,
): void {
  const seen = new Set<number>()
  const faults = lines.flatMap(({ productId }, i) => {
    const detail = seen.has(productId)
      ? `第 ${i + 1} 行与前面重复，请合并`
      : !allowed.has(productId)
        ? `第 ${i + 1} 行不是本院凭印鉴卡采购的药品，请移除`
        : undefined
    seen.add(productId)
    const at = { code: 'PLAN_LINES' as const, row: i + 1, field: `lines.${i}.productId` }
    return detail === undefined ? [] : [{ ...at, facts: { detail } }]
  })
  const [first] = faults
  if (first) throw new Refusal('PLAN_LINES', first.facts, faults)
}

/** What each line is approved at: as asked, unless the authority says otherwise. Refuses: PLAN_LINES. */
export function approvedLines(
  asked: readonly { readonly productId: number; readonly asked: number }[],
  changed: readonly { readonly productId: number; readonly approved: number }[],
): { productId: number; approved: number }[] {
  const by = new Map(changed.map((c) => [c.productId, c.approved]))
  const stranger = changed.find((c) => !asked.some((a) => a.productId === c.productId))
  if (stranger || by.size !== changed.length) {
    throw new Refusal('PLAN_LINES', { detail: '核定的品种与上报的不一致，请刷新后重新核定' })
  }
  return asked.map(({ productId, asked: units }) => ({ productId, approved: by.get(productId) ?? units }))
}

/** What may still be ordered, and how much of the approved quantity is taken, as a share for the bar. */
export function leftOf(row: { readonly approved: number; readonly ordered: number }): {
  left: number
  share: number
} {
  const left = Math.max(0, row.approved - row.ordered)
  return { left, share: row.approved === 0 ? 1 : Math.min(1, row.ordered / row.approved) }
}
