import type { CountAct, CountMode } from './contract.ts'

/** What is about to be taken out; a rescue is never kept waiting: what it owes is its order. */
export type Taking = CountAct | 'rescue'

export interface CountRule {
  readonly mode: CountMode
  readonly acts: readonly CountAct[]
}

/** Whether a place's rule wants the drugs counted before this act takes them. */
export const countsFirst = (rule: CountRule, act: Taking): boolean =>
  act !== 'rescue' && rule.mode !== 'off' && rule.acts.includes(act)
