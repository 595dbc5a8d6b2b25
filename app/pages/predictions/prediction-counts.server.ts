import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { MAY_BE_SCORED } from "~/predictions/may-be-scored.server";
import { GROUP_PROTOTYPES, NO_CUSTOMER_GROUP } from "~/predictions/group-prototypes";
import { GRADES } from "~/predictions/prediction";
import type { Bin, PredictionsSummary } from "~/predictions/predictions-summary";

/** The numbers of existing and scored profiles, with the models used. */
export async function countPredictions(
  db: Db,
  shopId: ShopId,
): Promise<Pick<PredictionsSummary, "computedAt" | "profiles" | "scored" | "byGrade">> {
  const rows = await db.$queryRaw<{ grade: string; count: number; computedAt: Date }[]>`
    select grade, count(*)::int as count, max(computed_at) as "computedAt"
    from prediction where shop_id = ${shopId} group by grade`;
  const [known] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from profile where shop_id = ${shopId} and ${MAY_BE_SCORED}`;
  const countOf = (grade: string) => rows.find((row) => row.grade === grade)?.count ?? 0;
  const [A = 0, B = 0, C = 0, D = 0] = GRADES.map(countOf);
  const newest = Math.max(...rows.map(({ computedAt }) => computedAt.getTime()));
  return {
    computedAt: rows.length > 0 ? new Date(newest).toISOString() : null,
    profiles: known?.count ?? 0,
    scored: A + B + C + D,
    byGrade: { A, B, C, D },
  };
}

const CHURN_EDGES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const NEXT_ORDER_EDGES = [0, 7, 14, 21, 30, 45, 60, 90, 120, 180];
/** Bin limits of value: 1, 2, 5, 10, 20 … times a round number near the median. */
const VALUE_STEPS = [0, 0.2, 0.5, 1, 2, 5, 10, 20, 50];

/** Distributions of lifetime value, churn risk, and the next order date. */
export async function listBins(
  db: Db,
  shopId: ShopId,
): Promise<PredictionsSummary["distributions"]> {
  const [{ median } = { median: null }] = await db.$queryRaw<{ median: number | null }[]>`
    select percentile_cont(0.5) within group (order by value_minor)::float8 as median
    from prediction where shop_id = ${shopId} and value_minor > 0`;
  const unit = roundedDown(median ?? 0);
  const valueEdges = unit > 0 ? VALUE_STEPS.map((step) => Math.round(step * unit)) : [0];
  const rows = await db.$queryRaw<PlacedRow[]>`
    select value, churn, next, count(*)::int as profiles
    from (
      select width_bucket(value_minor::float8, ${valueEdges}::float8[]) as value,
        width_bucket(churn_rate, ${CHURN_EDGES}::float8[]) as churn,
        width_bucket(greatest(0, extract(epoch from next_order_at - computed_at) / 86400)::float8,
          ${NEXT_ORDER_EDGES}::float8[]) as next
      from prediction where shop_id = ${shopId}) placed
    group by grouping sets ((value), (churn), (next))`;
  const counted = (edges: readonly number[], binOf: (row: PlacedRow) => number | null) =>
    edges.map((_, n) => rows.find((row) => binOf(row) === n + 1)?.profiles ?? 0);
  return {
    value: binsOf(
      valueEdges,
      counted(valueEdges, ({ value }) => value),
      null,
    ),
    churn: binsOf(
      CHURN_EDGES,
      counted(CHURN_EDGES, ({ churn }) => churn),
      1,
    ),
    nextOrder: binsOf(
      NEXT_ORDER_EDGES,
      counted(NEXT_ORDER_EDGES, ({ next }) => next),
      null,
    ),
  };
}

/** Number of profiles in a bin of one of the three; bins are numbered from 1. */
interface PlacedRow {
  readonly value: number | null;
  readonly churn: number | null;
  readonly next: number | null;
  readonly profiles: number;
}

function binsOf(edges: readonly number[], counts: readonly number[], end: number | null): Bin[] {
  return edges.map((from, n) => ({ from, to: edges[n + 1] ?? end, profiles: counts[n] ?? 0 }));
}

/** The largest of 1, 2 and 5 times a power of ten that is not greater; 0 for 0. */
function roundedDown(value: number): number {
  if (value < 1) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return [5, 2, 1].map((step) => step * power).find((it) => it <= value) ?? power;
}

/** The groups with members, in the merchant's usual order. */
export async function listGroups(db: Db, shopId: ShopId): Promise<PredictionsSummary["groups"]> {
  const rows = await db.$queryRaw<GroupRow[]>`
    select r.group_key as key, count(*)::int as profiles,
      avg(extract(epoch from r.computed_at - p.last_order_at) / 86400)::float8 as "recencyDays",
      avg(p.order_count)::float8 as orders, avg(p.net_spend_minor)::float8 as "spendMinor"
    from prediction r join profile p on p.shop_id = r.shop_id and p.profile_id = r.profile_id
    where r.shop_id = ${shopId} and r.group_key is not null
    group by 1`;
  const all = rows.reduce((sum, { profiles }) => sum + profiles, 0);
  return [...GROUP_PROTOTYPES, NO_CUSTOMER_GROUP].flatMap(({ key }) => {
    const row = rows.find((it) => it.key === key);
    if (!row) return [];
    const { profiles, recencyDays, orders, spendMinor } = row;
    return [
      {
        key,
        profiles,
        share: profiles / all,
        center:
          recencyDays === null
            ? null
            : { recencyDays: Math.max(0, recencyDays), orders, spendMinor },
      },
    ];
  });
}

interface GroupRow {
  readonly key: string;
  readonly profiles: number;
  readonly recencyDays: number | null;
  readonly orders: number;
  readonly spendMinor: number;
}
