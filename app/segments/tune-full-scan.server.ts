import type { Tx } from "~/db.server";

/**
 * Readies a transaction for a statement that holds a whole shop against a rule. Its counts of a million customers
 * stand in memory instead of in files, and are neither sorted first nor looked up one by one, which the planner takes
 * for cheaper since it expects few; and it is not compiled, which would take longer than to run it.
 */
export async function tuneForFullScan(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    select set_config('work_mem', '96MB', true), set_config('enable_sort', 'off', true),
      set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`;
}
