import { inShop, inShopByKnownPlans } from "~/db-scope.server";
import type { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";

/**
 * A job drains a bounded slice of one shop's due rows. It may run twice or find nothing: due rows
 * are in the tables, a wake-up is only a hint.
 */
export interface Job<Deps> {
  readonly name: JobName;
  /**
   * Minimum number of shops to drain in parallel, for a job that mostly computes or waits for other systems:
   * meanwhile another shop can use PGlite's one connection.
   */
  readonly minConcurrency?: number;
  /**
   * Selects the shops with due rows, as "shopId". The sweep runs it, so that a lost wake-up costs a minute and never a
   * row, and so that time alone can make work due (an expired timer, a model that is a day old). Reads only tables whose
   * changes mark their shop (`app/db-due-marks.server.ts`).
   */
  selectDueShops?(now: Date): Prisma.Sql;
  /**
   * The times after now at which time alone may make work due, as SQL about the shop `seen.shop_id`; null: never. The
   * sweep looks at a shop when one of its tables was changed, and then at the first of these times. One at which
   * nothing is due does no harm.
   */
  nextDueTimes?(now: Date): readonly Prisma.Sql[];
  /**
   * Selects the shops with rows that became due within a span, as "shopId", for work that must not wait for the next
   * sweep. Runs every second, so its cost must depend on what became due, not on the number of
   * shops or waiting rows.
   */
  selectShopsDueSince?(span: DueSpan): Prisma.Sql;
  /** Whether its statements are planned once: see `inShopByKnownPlans`. */
  readonly hasKnownPlans?: boolean;
  /** Whether a few new events leave it to the sweep: it is rarely due, and may begin a minute later. */
  readonly isLeftToSweep?: boolean;
  run(shopId: ShopId, deps: Deps, signal: AbortSignal): Promise<Drained>;
}

/** After the first instant, up to the second. */
export interface DueSpan {
  readonly after: Date;
  readonly upTo: Date;
}

/** `stage.verb-noun` */
export type JobName = `${string}.${string}`;

interface Drained {
  /** Whether due rows remain: the shop is then woken again, after the others. */
  readonly more: boolean;
}

/**
 * Declares a job's type, so that its dependencies are checked at registration. It sees the rows of its shop.
 */
export function defineJob<Deps>(job: Job<Deps>): Job<Deps> {
  const { run } = job;
  const enter = job.hasKnownPlans ? inShopByKnownPlans : inShop;
  return { ...job, run: (shopId, ...args) => enter(shopId, () => run(shopId, ...args)) };
}
