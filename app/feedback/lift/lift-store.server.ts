import { nextTimeIn } from "~/jobs/next-due-times.server";
import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { findCursor } from "~/events/event-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { CountRange } from "../counts/count-rows-store.server";
import type { RevenueCaps } from "./count-lift.server";
import { LiftAnswer } from "./lift-answers";
import {
  experimentsOf,
  LiftVariant,
  WINDOW_DAYS,
  type LiftDay,
  type SourceLift,
} from "./lift-days";

/** The latest count. */
export interface CountedLift {
  readonly countedAt: Date;
  readonly caps: RevenueCaps;
  readonly answers: readonly LiftAnswer[];
}

/** Inputs of a count: it is stale when one of them changes. */
export interface CountBasis {
  readonly settingsVersion: number;
  /** The last event projected into the counted tables. */
  readonly seq: bigint;
}

/** The stage whose tables are read. */
const FOLLOWS = "profiles";
/** A count reads all first emails of the shop, and people watch it over days: half an hour is fresh enough. */
const RECOUNT_AFTER_MINUTES = 30;
const ENDS = WINDOW_DAYS.map((days) => Prisma.sql`(${days}::int)`);

/** The latest answers of the shop; `null` before the first count. */
export async function findLift(db: Db, shopId: ShopId): Promise<CountedLift | null> {
  const last = await db.liftCount.findUnique({ where: { shopId } });
  if (!last) return null;
  return {
    countedAt: last.countedAt,
    caps: { 7: toNumber(last.cap7Minor), 30: toNumber(last.cap30Minor) },
    answers: z.array(LiftAnswer).parse(last.answers),
  };
}

const toNumber = (minor: bigint | null) => (minor === null ? null : Number(minor));

/** The experiments of people whose first email was on these days. */
export async function listLiftBetween(
  db: Db,
  shopId: ShopId,
  range: CountRange,
): Promise<SourceLift[]> {
  const rows = await db.liftDay.groupBy({
    by: ["flowId", "campaignId", "windowDays", "holdoutRate", "variant"],
    where: { shopId, day: { gte: new Date(range.from), lte: new Date(range.to) } },
    _sum: {
      ...{ people: true, ordered: true, net: true, netSquares: true },
      ...{ predicted: true, predictedSquares: true, predictedNet: true },
    },
    orderBy: [{ flowId: "asc" }, { campaignId: "asc" }, { holdoutRate: "asc" }, { variant: "asc" }],
  });
  return experimentsOf(
    rows.map(({ _sum, variant, windowDays, ...row }) => ({
      ...row,
      windowDays: z.literal(WINDOW_DAYS).parse(windowDays),
      variant: LiftVariant.parse(variant),
      people: _sum.people ?? 0,
      ordered: _sum.ordered ?? 0,
      net: _sum.net ?? 0,
      netSquares: _sum.netSquares ?? 0,
      predicted: _sum.predicted ?? 0,
      predictedSquares: _sum.predictedSquares ?? 0,
      predictedNet: _sum.predictedNet ?? 0,
    })),
  );
}

/** The stored rows of days before this one, YYYY-MM-DD. */
export async function listLiftDaysBefore(db: Db, shopId: ShopId, day: string): Promise<LiftDay[]> {
  const rows = await db.liftDay.findMany({
    where: { shopId, day: { lt: new Date(day) } },
    omit: { shopId: true },
  });
  return rows.map((row) => ({
    ...row,
    day: row.day.toISOString().slice(0, 10),
    windowDays: z.literal(WINDOW_DAYS).parse(row.windowDays),
    variant: LiftVariant.parse(row.variant),
  }));
}

/** Read this before counting, so that a change during the count makes the next one due. */
export async function readCountBasis(db: Db, shopId: ShopId): Promise<CountBasis> {
  const settings = await db.settings.findUnique({
    where: { shopId },
    select: { version: true },
  });
  return {
    settingsVersion: settings?.version ?? 0,
    seq: await findCursor(db, shopId, FOLLOWS),
  };
}

/** Replaces the last count, unless that is newer. */
export async function saveLift(
  tx: Tx,
  shopId: ShopId,
  { countedAt, caps, answers, days }: CountedLift & { readonly days: readonly LiftDay[] },
  { settingsVersion, seq }: CountBasis,
): Promise<void> {
  const isNewest = await tx.$executeRaw`
    insert into lift_count as known
      (shop_id, counted_at, settings_version, seq, cap_7_minor, cap_30_minor, answers)
    values (${shopId}, ${countedAt}::timestamptz, ${settingsVersion}::int, ${seq}, ${caps[7]}::bigint,
      ${caps[30]}::bigint, ${JSON.stringify(answers)}::jsonb)
    on conflict (shop_id) do update set counted_at = excluded.counted_at,
      settings_version = excluded.settings_version, seq = excluded.seq,
      cap_7_minor = excluded.cap_7_minor, cap_30_minor = excluded.cap_30_minor,
      answers = excluded.answers
    where known.counted_at <= excluded.counted_at`;
  if (isNewest === 0) return;
  await tx.liftDay.deleteMany({ where: { shopId } });
  await tx.$executeRaw`
    insert into lift_day (shop_id, day, flow_id, campaign_id, window_days, holdout_rate, variant, people,
      ordered, net, net_squares, predicted, predicted_squares, predicted_net)
    select ${shopId}, counted.* from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as counted (
      "day" date, "flowId" text, "campaignId" text, "windowDays" int, "holdoutRate" float8,
      "variant" text, "people" int, "ordered" int, "net" float8, "netSquares" float8,
      "predicted" float8, "predictedSquares" float8, "predictedNet" float8)`;
}

/**
 * Installed shops whose lift is due: never counted, changed settings, or older than half an hour with new
 * events or ended windows.
 */
export function selectShopsDueForLift(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    left join lift_count last on last.shop_id = shop.shop_id
    left join settings on settings.shop_id = shop.shop_id
    left join cursor on cursor.shop_id = shop.shop_id and cursor.consumer = ${FOLLOWS}
    where shop.uninstalled_at is null
      and (last.shop_id is null
        or last.settings_version <> coalesce(settings.version, 0)
        or last.counted_at <= ${now}::timestamptz - make_interval(mins => ${RECOUNT_AFTER_MINUTES}::int)
          and (last.seq <> coalesce(cursor.seq, 0) or exists (
            select 1 from message
            cross join (values ${Prisma.join(ENDS)}) as counts (days)
            where message.shop_id = shop.shop_id
              and (message.flow_id is not null or message.campaign_id is not null)
              and message.planned_at > last.counted_at - make_interval(days => counts.days)
              and message.planned_at <= ${now}::timestamptz - make_interval(days => counts.days))))`;
}

/** When a shop's lift may be counted again, and when the next window ends after that. */
export function nextLiftTimes(now: Date): Prisma.Sql[] {
  const again = Prisma.sql`(
    select counted_at + make_interval(mins => ${RECOUNT_AFTER_MINUTES}::int) from lift_count
    where lift_count.shop_id = seen.shop_id)`;
  return [
    Prisma.sql`(select again from (select ${again} as again) it where again > ${now}::timestamptz)`,
    ...WINDOW_DAYS.map((days) => {
      const end = nextTimeIn("message", "planned_at", now, {
        plus: Prisma.sql`make_interval(days => ${days}::int)`,
      });
      // One that ends before waits for the time above.
      return Prisma.sql`(select greatest(at, ${again}) from (select ${end} as at) it where at is not null)`;
    }),
  ];
}
