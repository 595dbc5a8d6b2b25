import { acrossShops } from "~/db-scope.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { DueSpan, Job, JobName } from "./job.server";

export interface DueShop {
  readonly job: JobName;
  readonly shopId: ShopId;
}

/** More in one statement would let a request wait longer on PGlite, which has one connection. */
const JOBS_PER_STATEMENT = 18;

/**
 * The shops that are due for these jobs, by few statements.
 *
 * @param among limits the result to these shops; null: all shops
 */
export function listDueShops(
  db: Db,
  jobs: readonly Pick<Job<object>, "name" | "selectDueShops">[],
  now: Date,
  among: readonly ShopId[] | null = null,
): Promise<DueShop[]> {
  return searchDue(db, jobs, ({ selectDueShops }) => {
    const due = selectDueShops?.(now);
    return due && among
      ? Prisma.sql`select "shopId" from (${due}) as every where "shopId" = any(${[...among]}::text[])`
      : due;
  });
}

/** The first time after now at which time alone may make a job due in each shop; null: there is none. */
export async function listNextDueTimes(
  db: Db,
  jobs: readonly Pick<Job<object>, "nextDueTimes">[],
  now: Date,
  shopIds: readonly ShopId[],
): Promise<Map<ShopId, Date | null>> {
  if (shopIds.length === 0) return new Map();
  const times = jobs.flatMap(({ nextDueTimes }) => nextDueTimes?.(now) ?? []);
  if (times.length === 0) return new Map();
  const rows = await acrossShops(
    "find-due-shops",
    () => db.$queryRaw<{ shopId: ShopId; nextAt: Date | null }[]>`
      select seen.shop_id as "shopId", least(${Prisma.join(times)}) as "nextAt"
      from unnest(${[...shopIds]}::text[]) as seen (shop_id)`,
  );
  return new Map(rows.map(({ shopId, nextAt }) => [shopId, nextAt]));
}

/** The shops of timed jobs with rows that became due within a span, by few statements. */
export function listShopsDueSince(
  db: Db,
  jobs: readonly Pick<Job<object>, "name" | "selectShopsDueSince">[],
  span: DueSpan,
): Promise<DueShop[]> {
  return searchDue(db, jobs, ({ selectShopsDueSince }) => selectShopsDueSince?.(span));
}

async function searchDue<Searched extends Pick<Job<object>, "name">>(
  db: Db,
  jobs: readonly Searched[],
  searchOf: (job: Searched) => Prisma.Sql | undefined,
): Promise<DueShop[]> {
  const searches = jobs.flatMap((job) => {
    const due = searchOf(job);
    return due
      ? [Prisma.sql`select distinct ${job.name}::text as job, "shopId" from (${due}) as due`]
      : [];
  });
  const found: DueShop[] = [];
  for (let i = 0; i < searches.length; i += JOBS_PER_STATEMENT) {
    const together = Prisma.join(searches.slice(i, i + JOBS_PER_STATEMENT), " union all ");
    found.push(...(await acrossShops("find-due-shops", () => db.$queryRaw<DueShop[]>(together))));
  }
  return found;
}

/** The shops of each job. */
export const byJob = (due: readonly DueShop[]): [JobName, ShopId[]][] =>
  [...Map.groupBy(due, ({ job }) => job)].map(([job, found]) => [
    job,
    found.map(({ shopId }) => shopId),
  ]);

/** Whether a shop is among those that are due. */
export async function isShopDue(db: Db, shopId: ShopId, due: Prisma.Sql): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    select 1 from (${due}) as due where "shopId" = ${shopId}`;
  return rows.length > 0;
}
