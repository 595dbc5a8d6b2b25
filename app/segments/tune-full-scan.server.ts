import type { Tx } from "~/db.server";

/**
 * Tunes a transaction for a statement that evaluates a rule for a whole shop. Aggregates over a million customers
 * stay in memory instead of files, without a sort or nested loops, which the planner
 * prefers because it expects few rows. JIT is off because compiling takes longer than running the statement.
 */
export async function tuneForFullScan(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    select set_config('work_mem', '96MB', true), set_config('enable_sort', 'off', true),
      set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`;
}
