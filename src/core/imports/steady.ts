import type { Tx } from '#core/db.ts'

/**
 * For this transaction: many rows are joined by hashing, and planned for these rows. Right after thousands of rows came
 * in, the planner still believes in nine and would join them row by row, which takes minutes instead of a second.
 */
export async function steady(tx: Tx): Promise<void> {
  await tx`select set_config('enable_nestloop', 'off', true), set_config('enable_seqscan', 'on', true),
      set_config('plan_cache_mode', 'force_custom_plan', true)`
}

/**
 * For rows that are taken away: every one of them is looked for in all tables that may refer to it, by statements that
 * PostgreSQL keeps. They are planned once, by index, however small the tables were when they were first needed; planned
 * anew each time, or kept from when the tables were empty, ten thousand rows took a minute.
 */
export async function steadyRemoval(tx: Tx): Promise<void> {
  await tx`
    select set_config('enable_nestloop', 'on', true), set_config('enable_seqscan', 'off', true),
      set_config('plan_cache_mode', 'force_generic_plan', true)`
}
