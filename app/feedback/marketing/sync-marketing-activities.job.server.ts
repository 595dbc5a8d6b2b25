import { Prisma } from "~/generated/prisma/client";
import { createHash } from "node:crypto";
import { addMs } from "~/flows/definition/duration";
import { defineJob } from "~/jobs/job.server";
import { backOffMs } from "~/lib/back-off";
import { AppError } from "~/lib/errors";
import { currencyExponent } from "~/lib/money";
import type { ShopId } from "~/lib/shop-id";
import {
  isDueToday,
  selectShopsDueToday,
  markDone,
  nextDayTime,
} from "~/jobs/schedule-store.server";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { isGranted } from "~/shopify/is-granted";
import {
  marketingActivityUpsert,
  marketingEngagementCreate,
} from "~/shopify/operations/marketing-activities";
import { findInstalledShop } from "~/shopify/shop-store.server";
import {
  marketingActivity,
  NO_ENGAGEMENT,
  remoteIdOf,
  areFiguresEqual,
  utcOffset,
  type EngagementFigures,
} from "./marketing-activity";
import {
  countEngagements,
  scheduleActivities,
  deleteSyncedDays,
  lastDays,
  listDueActivities,
  listMarketingSources,
  selectShopsWithDueActivities,
  listSyncedDays,
  recordSyncedDay,
  settleActivity,
  type DayFigures,
  type StoredActivity,
  nextActivityTimes,
} from "./marketing-store.server";

interface Deps extends AdminDeps {
  readonly now: () => Date;
}

type Shop = NonNullable<Awaited<ReturnType<typeof findInstalledShop>>>;

const TURN = "feedback.sync-marketing-activities";
const SCOPE = "write_marketing_events";
/** Days that are synced again, because classifications, attributions and refunds arrive late. */
const DAYS = 30;
const SLICE_ACTIVITIES = 10;
const DAY_MS = 86_400_000;
const BACK_OFF = { firstMs: 5 * 60_000, longestMs: DAY_MS };

/**
 * Syncs the shop's flows, campaigns and their daily engagement to Shopify's marketing reports once a day. A
 * day whose figures changed is sent again and replaced. Idempotent.
 */
export const syncMarketingActivitiesJob = defineJob<Deps>({
  name: "feedback.sync-marketing-activities",
  selectDueShops: (now) =>
    Prisma.sql`${selectShopsWithDueActivities(now)} union ${selectShopsDueToday(TURN, now)}`,
  nextDueTimes: (now) => [...nextActivityTimes(now), nextDayTime(TURN, now)],

  async run(shopId, deps, signal) {
    const { db, now } = deps;
    const shop = await findInstalledShop(db, shopId);
    const isToday = await isDueToday(db, shopId, TURN, now());
    const since = new Date(now().getTime() - DAYS * DAY_MS);
    const maySync = shop !== null && isGranted(shop.grantedScopes, SCOPE);
    const sources = maySync ? await listMarketingSources(db, shopId, since) : [];
    if (isToday) {
      await scheduleActivities(db, shopId, sources, now());
      await markDone(db, shopId, TURN, now());
    }
    if (!maySync) return { more: false };

    const due = await listDueActivities(db, shopId, now(), SLICE_ACTIVITIES);
    if (due.length === 0) return { more: false };
    const range = await lastDays(db, shopId, now(), DAYS);
    const figures = await countEngagements(db, shopId, range);
    for (const activity of due) {
      if (signal.aborted) return { more: true };
      const source = sources.find((it) => remoteIdOf(it) === activity.remoteId);
      const wanted = source && marketingActivity(source, appUrlOf(shopId, deps));
      const days = figures.filter(({ remoteId }) => remoteId === activity.remoteId);
      await syncActivity(
        shop,
        activity,
        { activity: wanted ?? null, days, from: range.from },
        deps,
      );
    }
    return { more: due.length === SLICE_ACTIVITIES };
  },
});

const appUrlOf = (shopId: ShopId, { config }: Deps) =>
  `https://${shopId}/admin/apps/${config.shopify.apiKey}`;

interface ActivityToSync {
  /** null: inactive for so long that nothing changes any more. */
  readonly activity: ReturnType<typeof marketingActivity> | null;
  readonly days: readonly DayFigures[];
  /** First counted day. */
  readonly from: string;
}

/** Adds days that were synced before and are empty now. */
function addEmptiedDays(
  remoteId: string,
  days: readonly DayFigures[],
  synced: ReadonlyMap<string, EngagementFigures>,
  from: string,
): readonly DayFigures[] {
  const counted = new Set(days.map(({ day }) => day));
  const emptied = [...synced.keys()].filter((day) => day >= from && !counted.has(day));
  return [...days, ...emptied.map((day) => ({ remoteId, day, figures: NO_ENGAGEMENT }))];
}

async function syncActivity(
  shop: Shop,
  { remoteId, lastSyncedHash, attempts }: StoredActivity,
  { activity, days, from }: ActivityToSync,
  deps: Deps,
): Promise<void> {
  const { db, now, log } = deps;
  const shopId = shop.shopId as ShopId;
  try {
    const hash = activity && hashOf(activity);
    if (activity && hash !== lastSyncedHash) {
      await adminGraphql(shopId, marketingActivityUpsert, { input: activity }, deps);
    }
    const synced = await listSyncedDays(db, shopId, remoteId);
    for (const day of addEmptiedDays(remoteId, days, synced, from)) {
      const before = synced.get(day.day);
      if (before && areFiguresEqual(before, day.figures)) continue;
      await adminGraphql(shopId, marketingEngagementCreate, engagementOf(shop, day), deps);
      await recordSyncedDay(db, shopId, day, now());
    }
    const end = { attempts: 0, lastError: null, nextRunAt: null };
    await settleActivity(db, shopId, remoteId, { ...end, ...(hash && { lastSyncedHash: hash }) });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const codes = error.context.codes === undefined ? null : String(error.context.codes);
    const lastError = codes === null ? error.code : `refused: ${codes}`;
    log.warn(
      { shopId, remoteId, reason: lastError },
      "marketing activities were not synced to Shopify",
    );
    if (codes?.includes("DOES_NOT_EXIST")) {
      await deleteSyncedDays(db, shopId, remoteId);
      await settleActivity(db, shopId, remoteId, {
        lastSyncedHash: null,
        attempts: attempts + 1,
        lastError,
        nextRunAt: retryAt(attempts, now()),
      });
      return;
    }
    // A rejected sync is retried the next day, an unanswered one sooner.
    const nextRunAt = codes === null ? retryAt(attempts, now()) : null;
    await settleActivity(db, shopId, remoteId, { attempts: attempts + 1, lastError, nextRunAt });
  }
}

const retryAt = (attempts: number, now: Date) => addMs(now, backOffMs(attempts + 1, BACK_OFF));

const hashOf = (synced: object) =>
  createHash("sha256").update(JSON.stringify(synced)).digest("hex");

function engagementOf({ timeZone, currency }: Shop, { remoteId, day, figures }: DayFigures) {
  const exponent = currencyExponent(currency);
  return {
    remoteId,
    engagement: {
      occurredOn: day,
      utcOffset: utcOffset(new Date(`${day}T12:00:00Z`), timeZone),
      sendsCount: figures.sends,
      failsCount: figures.fails,
      viewsCount: figures.views,
      uniqueViewsCount: figures.uniqueViews,
      clicksCount: figures.clicks,
      uniqueClicksCount: figures.uniqueClicks,
      unsubscribesCount: figures.unsubscribes,
      complaintsCount: figures.complaints,
      orders: String(figures.orders),
      sales: {
        amount: (figures.salesMinor / 10 ** exponent).toFixed(exponent),
        currencyCode: currency,
      },
    },
  };
}
