import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { findCursor } from "~/events/event-store.server";
import { HoldoutVariant } from "~/experiments/draw-holdout";
import type { ShopId } from "~/lib/shop-id";
import type { CountRange } from "../counts/count-rows-store.server";
import { experimentsOf, isOfAllEmail, type LiftDay, type SourceLift } from "./lift-days";

/** The latest count. */
export interface CountedLift {
  readonly countedAt: Date;
  readonly windowHours: number;
  /** Counts by flow and campaign. */
  readonly counts: readonly SourceLift[];
  /** Counts for all email together; empty without a shop holdout. */
  readonly ofAllEmail: readonly SourceLift[];
}

/** Inputs of a count: it is stale when one of them changes. */
export interface CountBasis {
  /** Attribution window after the first email, in hours. */
  readonly windowHours: number;
  readonly settingsVersion: number;
  /** The last event projected into the counted tables. */
  readonly seq: bigint;
}

/** The stage whose tables are read. */
const FOLLOWS = "profiles";
/** A count reads all first emails of the shop, and people watch it over days: half an hour is fresh enough. */
const RECOUNT_AFTER_MINUTES = 30;

/**
 * The latest lift of the shop; `null` before the first count.
 *
 * @param range restricts the count to profiles whose first email was on these days
 */
export async function findLift(
  db: Db,
  shopId: ShopId,
  range?: CountRange,
): Promise<CountedLift | null> {
  const last = await db.liftCount.findUnique({
    where: { shopId },
    select: { countedAt: true, windowHours: true },
  });
  if (!last) return null;
  const rows = await db.liftDay.groupBy({
    by: ["flowId", "campaignId", "holdoutRate", "variant"],
    where: {
      shopId,
      ...(range && { day: { gte: new Date(range.from), lte: new Date(range.to) } }),
    },
    _sum: { people: true, ordered: true, netMinor: true, netSquares: true },
    orderBy: [{ flowId: "asc" }, { campaignId: "asc" }, { holdoutRate: "asc" }, { variant: "asc" }],
  });
  const experiments = experimentsOf(
    rows.map(({ _sum, variant, ...row }) => ({
      ...row,
      variant: HoldoutVariant.parse(variant),
      people: _sum.people ?? 0,
      ordered: _sum.ordered ?? 0,
      netMinor: Number(_sum.netMinor ?? 0n),
      netSquares: _sum.netSquares ?? 0,
    })),
  );
  return {
    ...last,
    counts: experiments.filter((it) => !isOfAllEmail(it)),
    ofAllEmail: experiments.filter(isOfAllEmail),
  };
}

/** Read this before counting, so that a change during the count makes the next one due. */
export async function readCountBasis(db: Db, shopId: ShopId): Promise<CountBasis> {
  const settings = await db.settings.findUnique({
    where: { shopId },
    select: { sending: true, version: true },
  });
  return {
    windowHours: SendingSettings.parse(settings?.sending ?? {}).attributionWindowHours,
    settingsVersion: settings?.version ?? 0,
    seq: await findCursor(db, shopId, FOLLOWS),
  };
}

/** Replaces the last count, unless that is newer. */
export async function saveLift(
  tx: Tx,
  shopId: ShopId,
  { countedAt, days }: { readonly countedAt: Date; readonly days: readonly LiftDay[] },
  { windowHours, settingsVersion, seq }: CountBasis,
): Promise<void> {
  const isNewest = await tx.$executeRaw`
    insert into lift_count as known (shop_id, counted_at, window_hours, settings_version, seq)
    values (${shopId}, ${countedAt}::timestamptz, ${windowHours}::int, ${settingsVersion}::int, ${seq})
    on conflict (shop_id) do update set counted_at = excluded.counted_at,
      window_hours = excluded.window_hours, settings_version = excluded.settings_version,
      seq = excluded.seq
    where known.counted_at <= excluded.counted_at`;
  if (isNewest === 0) return;
  await tx.liftDay.deleteMany({ where: { shopId } });
  await tx.$executeRaw`
    insert into lift_day (shop_id, day, flow_id, campaign_id, holdout_rate, variant, people, ordered,
      net_minor, net_squares)
    select ${shopId}, counted.* from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as counted (
      "day" date, "flowId" text, "campaignId" text, "holdoutRate" float8, "variant" text,
      "people" int, "ordered" int, "netMinor" bigint, "netSquares" float8)`;
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
            where message.shop_id = shop.shop_id
              and (message.flow_id is not null or message.campaign_id is not null)
              and message.planned_at > last.counted_at - make_interval(hours => last.window_hours)
              and message.planned_at <= ${now}::timestamptz - make_interval(hours => last.window_hours))))`;
}
