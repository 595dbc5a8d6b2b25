import type { Config } from "~/config";
import type { Db } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { listBackfills, type Backfill } from "~/events/backfill/backfill-store.server";
import { listUnsuitedFlows } from "~/flows/library/industry-flows";
import type { Industry } from "~/i18n/industry";
import { keepCount } from "~/lib/keep-count.server";
import type { ShopId } from "~/lib/shop-id";
import { changesEmail, openProposal } from "~/experiments/optimization/decision-evidence";
import {
  listDecisions,
  listNewestDecisions,
} from "~/experiments/optimization/experiment-store.server";
import { loadBrand } from "~/messages/brand/load-brand.server";
import { hasDecidedLook } from "~/messages/brand/shop-look.server";
import { recordAudit } from "~/privacy/audit-store.server";
import { readIndustry } from "~/shopify/industry-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { listFlowForecasts } from "~/feedback/forecast/flow-forecast-store.server";
import { loadLiftView, type LiftView } from "~/feedback/reports/lift-view.server";
import { countActivity, type ActivitySummary } from "./activity.server";
import type { AudienceForecast } from "~/feedback/forecast/audience-forecast-store.server";
import { suggestAudiences } from "~/pages/campaigns/email-audience.server";
import { sumCreditedRevenue, type RevenueSummary } from "./credited-revenue.server";
import { listFeed, type Feed } from "./feed.server";
import { findSilence, type Silence } from "./find-silence.server";
import { getStorefront, type StorefrontSummary } from "./storefront.server";

export interface BackfillProgress {
  readonly resource: Backfill["resource"];
  readonly state: "waiting" | "running" | "importing" | "done" | "failed";
  readonly importedCount: number;
  /** Shopify's count; 0 until it is known. */
  readonly objectCount: number;
}

export interface SetupSummary {
  readonly isDismissed: boolean;
  readonly backfills: readonly BackfillProgress[];
  readonly isBrandReady: boolean;
  /** Whether the merchant decided how emails look. */
  readonly isLookDecided: boolean;
  readonly isSenderReady: boolean;
  readonly liveFlowCount: number;
  readonly industry: Industry;
}

export interface HomeSummary {
  readonly shop: { readonly name: string; readonly currency: string; readonly timeZone: string };
  readonly setup: SetupSummary;
  readonly revenue: RevenueSummary;
  /** Time of the last optimization decision within the revenue period, ISO 8601; null: none. */
  readonly changedAt: string | null;
  /** Whether the merchant approved that decision. */
  readonly isChangeApproved: boolean;
  readonly activity: ActivitySummary;
  /** Of `activity` and of what `feed` groups: `Counted`. */
  readonly countedAt: string | null;
  readonly feed: Feed;
  readonly lift: LiftView;
  /** Flows that are off, by what turning them on would bring. */
  readonly suggestions: Awaited<ReturnType<typeof listFlowForecasts>>;
  /** An email to customers who are about to lapse; null: none are, or they were emailed lately. */
  readonly lapsing: AudienceForecast | null;
  /** Optimizations that wait for the merchant's approval. */
  readonly approvals: number;
  readonly storefront: StorefrontSummary;
  /** null: orders arrive as usual. */
  readonly silence: Silence | null;
}

interface Deps {
  readonly config: { readonly shopify: Pick<Config["shopify"], "apiKey"> };
  readonly keyring: Pick<Keyring, "open">;
  readonly now: () => Date;
}

const REVENUE_DAYS = 30;
const MAX_SUGGESTIONS = 3;
const SETUP_DISMISSED = "setup_dismissed";

/** Data of the home page. */
export async function getHomeSummary(
  db: Db,
  shopId: ShopId,
  { config, keyring, now }: Deps,
): Promise<HomeSummary> {
  const at = now();
  const [{ shop, outcome }, settings, liveFlowCount] = await Promise.all([
    loadBrand(db, shopId, { keyring }),
    db.settings.findUnique({
      where: { shopId },
      select: { brand: true, sending: true, industry: true },
    }),
    db.flow.count({ where: { shopId, status: "live" } }),
  ]);
  const { name, currency, timeZone } = shop;
  const sending = SendingSettings.parse(settings?.sending ?? {});
  const industry = readIndustry(settings);
  const since = new Date(at.getTime() - REVENUE_DAYS * 86_400_000);
  const [backfills, dismissed, activity, feed, revenue, lift, silence, changes] = await Promise.all(
    [
      listBackfills(db, shopId),
      db.auditEntry.findFirst({ where: { shopId, action: SETUP_DISMISSED } }),
      keepCount(shopId, "home", { now: at, sizeOf: ({ sent }) => sent.month }, () =>
        countActivity(db, shopId, { timeZone, now: at }),
      ),
      listFeed(db, shopId, at, keyring),
      sumCreditedRevenue(db, shopId, { days: REVENUE_DAYS, timeZone, currency, now: at }),
      loadLiftView(db, shopId, at),
      findSilence(db, shopId, timeZone, at),
      listDecisions(db, shopId, { since, limit: 50 }),
    ],
  );
  const [isLookDecided, flows, audiences, decisions, storefront] = await Promise.all([
    hasDecidedLook(db, shopId, settings?.brand),
    listFlowForecasts(db, shopId, MAX_SUGGESTIONS, listUnsuitedFlows(industry)),
    suggestAudiences(db, shopId, at),
    listNewestDecisions(db, shopId),
    getStorefront(db, shopId, config.shopify.apiKey),
  ]);
  const lapsing = audiences.find(({ audience }) => audience === "lapsing") ?? null;
  const change = changes.find((it) => it.revertedAt === null && changesEmail(it));
  return {
    shop: { name, currency, timeZone },
    setup: {
      isDismissed: dismissed !== null,
      backfills: backfills.map(({ resource, state, importedCount, objectCount }) => ({
        resource,
        state,
        importedCount,
        objectCount,
      })),
      isBrandReady: outcome.kind === "ready",
      isLookDecided,
      isSenderReady: sending.senderAddress !== null,
      liveFlowCount,
      industry,
    },
    revenue,
    changedAt: change?.decidedAt.toISOString() ?? null,
    isChangeApproved: change?.evidence.kind === "approved",
    activity: activity.value,
    countedAt: activity.countedAt ?? feed.countedAt,
    feed,
    // One place is for customers who are about to lapse: no flow that is off reaches them.
    suggestions: lapsing === null ? flows : flows.slice(0, MAX_SUGGESTIONS - 1),
    lapsing,
    approvals: [...decisions.values()].filter((own) => openProposal(own) !== null).length,
    storefront,
    silence,
    lift,
  };
}

/** Dismisses the setup guide permanently. */
export async function dismissSetup(
  db: Db,
  shopId: ShopId,
  { now }: Pick<Deps, "now">,
): Promise<void> {
  await recordAudit(db, shopId, {
    at: now(),
    actor: "merchant",
    action: SETUP_DISMISSED,
    detail: {},
  });
}
