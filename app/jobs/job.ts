import type { ShopId } from "~/lib/shop-id";

/**
 * A job drains a bounded slice of one shop's due rows. It may be run twice, or
 * for nothing: what is due is in the tables, a wake-up only says "look".
 */
export interface Job<Deps> {
  /** `stage.verb-noun` */
  readonly name: JobName;
  /** The cron expression (UTC) by which every shop is woken too, for work that time alone makes due. */
  readonly cron?: string;
  run(shopId: ShopId, deps: Deps, signal: AbortSignal): Promise<Drained>;
}

export type JobName = `${string}.${string}`;

export interface Drained {
  /** Whether due rows are left: the shop is then woken again, behind the others. */
  readonly more: boolean;
}

/** States a job's type once, so that its dependencies are checked where it is registered. */
export const defineJob = <Deps>(job: Job<Deps>): Job<Deps> => job;
