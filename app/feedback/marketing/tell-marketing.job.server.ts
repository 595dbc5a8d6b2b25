import { createHash } from "node:crypto";
import { laterBy } from "~/flows/duration";
import { defineJob } from "~/jobs/job.server";
import { backOffMs } from "~/lib/back-off";
import { AppError } from "~/lib/errors";
import { currencyExponent } from "~/lib/money";
import type { ShopId } from "~/lib/shop-id";
import { isDueToday, listShopsDueToday, markDoneToday } from "~/privacy/daily-turn-store.server";
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
  sameFigures,
  utcOffset,
  type EngagementFigures,
} from "./marketing-activity";
import {
  countEngagements,
  dueActivities,
  forgetTold,
  lastDays,
  listDueActivities,
  listMarketingSources,
  listShopsWithDueActivities,
  listTold,
  recordTold,
  settleActivity,
  type DayFigures,
  type StoredActivity,
} from "./marketing-store.server";

interface Deps extends AdminDeps {
  readonly now: () => Date;
}

type Shop = NonNullable<Awaited<ReturnType<typeof findInstalledShop>>>;

const TURN = "feedback.tell-marketing";
const SCOPE = "write_marketing_events";
/** Clicks are classed later, orders credited and refunded: so many days are looked at again. */
const DAYS = 30;
const SLICE_ACTIVITIES = 10;
const DAY_MS = 86_400_000;
const BACK_OFF = { firstMs: 5 * 60_000, longestMs: DAY_MS };

/**
 * Tells Shopify's marketing reports once a day of the shop's flows and campaigns, and of each day that is over what
 * came of them. A day whose figures have changed since is told again, which replaces it; to tell the same twice
 * changes nothing.
 */
export const tellMarketingJob = defineJob<Deps>({
  name: "feedback.tell-marketing",
  listDueShops: async (db, now) => [
    ...new Set([
      ...(await listShopsWithDueActivities(db, now)),
      ...(await listShopsDueToday(db, TURN, now)),
    ]),
  ],

  async run(shopId, deps, signal) {
    const { db, now } = deps;
    const shop = await findInstalledShop(db, shopId);
    const isToday = await isDueToday(db, shopId, TURN, now());
    const since = new Date(now().getTime() - DAYS * DAY_MS);
    const mayTell = shop !== null && isGranted(shop.grantedScopes, SCOPE);
    const sources = mayTell ? await listMarketingSources(db, shopId, since) : [];
    if (isToday) {
      await dueActivities(db, shopId, sources, now());
      await markDoneToday(db, shopId, TURN, now());
    }
    if (!mayTell) return { more: false };

    const due = await listDueActivities(db, shopId, now(), SLICE_ACTIVITIES);
    if (due.length === 0) return { more: false };
    const range = await lastDays(db, shopId, now(), DAYS);
    const figures = await countEngagements(db, shopId, range);
    for (const activity of due) {
      if (signal.aborted) return { more: true };
      const source = sources.find((it) => remoteIdOf(it) === activity.remoteId);
      const toTell = source && marketingActivity(source, appUrlOf(shopId, deps));
      const days = figures.filter(({ remoteId }) => remoteId === activity.remoteId);
      await tell(shop, activity, { activity: toTell ?? null, days, from: range.from }, deps);
    }
    return { more: due.length === SLICE_ACTIVITIES };
  },
});

const appUrlOf = (shopId: ShopId, { config }: Deps) =>
  `https://${shopId}/admin/apps/${config.shopify.apiKey}`;

interface ToTell {
  /** null: it has not mailed for so long that nothing of it changes any more. */
  readonly activity: ReturnType<typeof marketingActivity> | null;
  readonly days: readonly DayFigures[];
  /** The first day that was counted. */
  readonly from: string;
}

/** The days that were counted, and those of them of which something was told and nothing is left. */
function withEmptied(
  remoteId: string,
  days: readonly DayFigures[],
  told: ReadonlyMap<string, EngagementFigures>,
  from: string,
): readonly DayFigures[] {
  const counted = new Set(days.map(({ day }) => day));
  const emptied = [...told.keys()].filter((day) => day >= from && !counted.has(day));
  return [...days, ...emptied.map((day) => ({ remoteId, day, figures: NO_ENGAGEMENT }))];
}

async function tell(
  shop: Shop,
  { remoteId, toldHash, attempts }: StoredActivity,
  { activity, days, from }: ToTell,
  deps: Deps,
): Promise<void> {
  const { db, now, log } = deps;
  const shopId = shop.shopId as ShopId;
  try {
    const hash = activity && hashOf(activity);
    if (activity && hash !== toldHash) {
      await adminGraphql(shopId, marketingActivityUpsert, { input: activity }, deps);
    }
    const told = await listTold(db, shopId, remoteId);
    for (const day of withEmptied(remoteId, days, told, from)) {
      const before = told.get(day.day);
      if (before && sameFigures(before, day.figures)) continue;
      await adminGraphql(shopId, marketingEngagementCreate, engagementOf(shop, day), deps);
      await recordTold(db, shopId, day, now());
    }
    const end = { attempts: 0, reason: null, nextRunAt: null };
    await settleActivity(db, shopId, remoteId, { ...end, ...(hash && { toldHash: hash }) });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const codes = error.context.codes === undefined ? null : String(error.context.codes);
    const reason = codes === null ? error.code : `refused: ${codes}`;
    log.warn({ shopId, remoteId, reason }, "Shopify was not told of marketing");
    if (codes?.includes("DOES_NOT_EXIST")) {
      await forgetTold(db, shopId, remoteId);
      await settleActivity(db, shopId, remoteId, {
        toldHash: null,
        attempts: attempts + 1,
        reason,
        nextRunAt: later(attempts, now()),
      });
      return;
    }
    // What Shopify refuses it is told again with the next day; what it did not hear, sooner.
    const nextRunAt = codes === null ? later(attempts, now()) : null;
    await settleActivity(db, shopId, remoteId, { attempts: attempts + 1, reason, nextRunAt });
  }
}

const later = (attempts: number, now: Date) => laterBy(now, backOffMs(attempts + 1, BACK_OFF));

const hashOf = (told: object) => createHash("sha256").update(JSON.stringify(told)).digest("hex");

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
