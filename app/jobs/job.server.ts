import { acrossShops, inShop } from "~/db-scope.server";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/**
 * A job drains a bounded slice of one shop's due rows. It may run twice or find nothing: due rows
 * are in the tables, a wake-up is only a hint.
 */
export interface Job<Deps> {
  readonly name: JobName;
  /**
   * How many shops a process drains at once at least, for a job that spends more time on computing and on
   * waiting for others than in the database: while it does so for one shop, another has the one connection of
   * PGlite.
   */
  readonly minConcurrency?: number;
  /**
   * The shops that have due rows. The sweep asks it, so that a lost wake-up
   * costs a minute and never a row, and so that time alone can make work due
   * (a timer that runs out, a model that is a day old).
   */
  listDueShops?(db: Db, now: Date): Promise<ShopId[]>;
  /**
   * The shops with rows that became due within a span, for work that must not wait for the next
   * sweep. Runs every second, so its cost must depend on what became due, not on the number of
   * shops or waiting rows.
   */
  listShopsDueSince?(
    db: Db,
    span: { readonly after: Date; readonly upTo: Date },
  ): Promise<ShopId[]>;
  run(shopId: ShopId, deps: Deps, signal: AbortSignal): Promise<Drained>;
}

/** `stage.verb-noun` */
export type JobName = `${string}.${string}`;

interface Drained {
  /** Whether due rows are left: the shop is then woken again, behind the others. */
  readonly more: boolean;
}

/**
 * States a job's type once, so that its dependencies are checked where it is registered. It sees the rows of the
 * shop that it runs for, and those of all only to find the shops that are due.
 */
export function defineJob<Deps>(job: Job<Deps>): Job<Deps> {
  const { run, listDueShops, listShopsDueSince } = job;
  return {
    ...job,
    ...(listDueShops && {
      listDueShops: (...args) => acrossShops("find-due-shops", () => listDueShops(...args)),
    }),
    ...(listShopsDueSince && {
      listShopsDueSince: (...args) =>
        acrossShops("find-due-shops", () => listShopsDueSince(...args)),
    }),
    run: (shopId, ...args) => inShop(shopId, () => run(shopId, ...args)),
  };
}
