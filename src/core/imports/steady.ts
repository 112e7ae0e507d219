import type { Tx } from '#core/db.ts'

/**
 * For this transaction: many rows are joined by hashing, and planned for these rows. Right after thousands of rows came
 * in, the planner still believes in nine and would join them row by row, which takes minutes instead of a second.
 */
export async function steady(tx: Tx): Promise<void> {
  await tx`select set_config('enable_nestloop', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`
}
