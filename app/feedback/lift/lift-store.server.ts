import type { Db, Tx } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { findCursor } from "~/events/event-store.server";
import { HoldoutArm } from "~/experiments/draw-holdout";
import { ShopId } from "~/lib/shop-id";
import type { CountRange } from "../counts/count-rows-store.server";
import { experimentsOf, isOfAllMail, type LiftDay, type SourceLift } from "./lift-days";

/** What was counted last. */
export interface CountedLift {
  readonly countedAt: Date;
  readonly windowHours: number;
  /** Of each flow and campaign. */
  readonly counts: readonly SourceLift[];
  /** Of all mail together; empty while nobody is left out of it. */
  readonly ofAllMail: readonly SourceLift[];
}

/** What a count rests on: when one of these changes, it is out of date. */
export interface CountBasis {
  /** How long after the first mail an order counts. */
  readonly windowHours: number;
  readonly settingsVersion: number;
  /** How far the shop's events were folded into the tables that are counted. */
  readonly seq: bigint;
}

/** The stage whose tables are counted. */
const FOLLOWS = "profiles";
/** A count reads all first mails of the shop, and people look at it over days: it need not be newer. */
const RECOUNT_AFTER_MINUTES = 30;

/**
 * The shop's lift as it was counted last; `null` before the first count.
 *
 * @param range only people whose first mail was on one of these days
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
    by: ["flowId", "campaignId", "holdoutRate", "arm"],
    where: {
      shopId,
      ...(range && { day: { gte: new Date(range.from), lte: new Date(range.to) } }),
    },
    _sum: { people: true, ordered: true, netMinor: true, netSquares: true },
    orderBy: [{ flowId: "asc" }, { campaignId: "asc" }, { holdoutRate: "asc" }, { arm: "asc" }],
  });
  const experiments = experimentsOf(
    rows.map(({ _sum, arm, ...row }) => ({
      ...row,
      arm: HoldoutArm.parse(arm),
      people: _sum.people ?? 0,
      ordered: _sum.ordered ?? 0,
      netMinor: Number(_sum.netMinor ?? 0n),
      netSquares: _sum.netSquares ?? 0,
    })),
  );
  return {
    ...last,
    counts: experiments.filter((it) => !isOfAllMail(it)),
    ofAllMail: experiments.filter(isOfAllMail),
  };
}

/** To be read before counting: what changes while it is counted then makes the next count due. */
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

/** Puts a count in the place of the last one, unless that is newer. */
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
    insert into lift_day (shop_id, day, flow_id, campaign_id, holdout_rate, arm, people, ordered,
      net_minor, net_squares)
    select ${shopId}, counted.* from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as counted (
      "day" date, "flowId" text, "campaignId" text, "holdoutRate" float8, "arm" text,
      "people" int, "ordered" int, "netMinor" bigint, "netSquares" float8)`;
}

/**
 * The installed shops whose lift is to be counted: those where it never was,
 * those where other settings hold now, and those whose last count is half an
 * hour old while events came in since or somebody's window has ended.
 *
 * @param only looks at this shop alone
 */
export async function listShopsDueForLift(db: Db, now: Date, only?: ShopId): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: string }[]>`
    select shop.shop_id as "shopId" from shop
    left join lift_count last on last.shop_id = shop.shop_id
    left join settings on settings.shop_id = shop.shop_id
    left join cursor on cursor.shop_id = shop.shop_id and cursor.consumer = ${FOLLOWS}
    where shop.uninstalled_at is null
      and shop.shop_id = coalesce(${only ?? null}, shop.shop_id)
      and (last.shop_id is null
        or last.settings_version <> coalesce(settings.version, 0)
        or last.counted_at <= ${now}::timestamptz - make_interval(mins => ${RECOUNT_AFTER_MINUTES}::int)
          and (last.seq <> coalesce(cursor.seq, 0) or exists (
            select 1 from message
            where message.shop_id = shop.shop_id
              and (message.flow_id is not null or message.campaign_id is not null)
              and message.planned_at > last.counted_at - make_interval(hours => last.window_hours)
              and message.planned_at <= ${now}::timestamptz - make_interval(hours => last.window_hours))))
    order by shop.shop_id`;
  return rows.map(({ shopId }) => ShopId.parse(shopId));
}
