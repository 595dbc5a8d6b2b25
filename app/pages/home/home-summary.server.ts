import type { Db } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { listBackfills, type Backfill } from "~/events/backfill/backfill-store.server";
import type { ShopId } from "~/lib/shop-id";
import { changesEmail } from "~/experiments/optimization/decision-evidence";
import { listDecisions } from "~/experiments/optimization/experiment-store.server";
import { loadBrand } from "~/messages/brand/load-brand.server";
import { recordAudit } from "~/privacy/audit-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { measureLift, type Lift } from "~/feedback/lift/lift";
import { measureRevenueLift, type RevenueLift } from "~/feedback/lift/revenue-lift";
import { findLift } from "~/feedback/lift/lift-store.server";
import { countActivity, type ActivitySummary } from "./activity.server";
import { sumCreditedRevenue, type RevenueSummary } from "./credited-revenue.server";
import { listFeed, type Feed } from "./feed.server";
import { findSilence, type Silence } from "./find-silence.server";

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
  readonly isSenderReady: boolean;
  readonly liveFlowCount: number;
}

interface FlowLift {
  readonly flowId: string;
  readonly name: string;
  /** Profiles whose window has ended, in both variants. */
  readonly people: number;
  readonly lift: Lift;
  readonly revenue: RevenueLift;
}

interface LiftSummary {
  /** ISO 8601; null before the first count. */
  readonly countedAt: string | null;
  readonly overall: Lift;
  readonly revenue: RevenueLift;
  readonly flows: readonly FlowLift[];
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
  readonly feed: Feed;
  readonly lift: LiftSummary;
  /** null: orders arrive as usual. */
  readonly silence: Silence | null;
}

interface Deps {
  readonly keyring: Pick<Keyring, "open">;
  readonly now: () => Date;
}

const REVENUE_DAYS = 30;
const SETUP_DISMISSED = "setup_dismissed";

/** Data of the home page. */
export async function getHomeSummary(
  db: Db,
  shopId: ShopId,
  { keyring, now }: Deps,
): Promise<HomeSummary> {
  const at = now();
  const [{ shop, outcome }, settings, flows] = await Promise.all([
    loadBrand(db, shopId, { keyring }),
    db.settings.findUnique({ where: { shopId }, select: { sending: true } }),
    db.flow.findMany({
      where: { shopId },
      orderBy: { name: "asc" },
      select: { flowId: true, name: true, status: true },
    }),
  ]);
  const { name, currency, timeZone } = shop;
  const sending = SendingSettings.parse(settings?.sending ?? {});
  const since = new Date(at.getTime() - REVENUE_DAYS * 86_400_000);
  const [backfills, dismissed, activity, feed, revenue, lift, silence, changes] = await Promise.all(
    [
      listBackfills(db, shopId),
      db.auditEntry.findFirst({ where: { shopId, action: SETUP_DISMISSED } }),
      countActivity(db, shopId, { timeZone, now: at }),
      listFeed(db, shopId, at, keyring),
      sumCreditedRevenue(db, shopId, { days: REVENUE_DAYS, timeZone, currency, now: at }),
      findLift(db, shopId),
      findSilence(db, shopId, timeZone, at),
      listDecisions(db, shopId, { since, limit: 50 }),
    ],
  );
  const change = changes.find((it) => it.revertedAt === null && changesEmail(it));
  const counts = lift?.counts ?? [];
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
      isSenderReady: sending.senderAddress !== null,
      liveFlowCount: flows.filter(({ status }) => status === "live").length,
    },
    revenue,
    changedAt: change?.decidedAt.toISOString() ?? null,
    isChangeApproved: change?.evidence.kind === "approved",
    activity,
    feed,
    silence,
    lift: {
      countedAt: lift?.countedAt.toISOString() ?? null,
      overall: measureLift(counts.length > 0 ? counts : [emptyVariant(sending)]),
      revenue: measureRevenueLift(counts),
      flows: flows.flatMap((flow) => {
        const own = counts.filter(({ flowId }) => flowId === flow.flowId);
        if (own.length === 0 && flow.status !== "live") return [];
        const people = own.reduce((sum, it) => sum + it.treated.people + it.holdout.people, 0);
        // A live flow without finished windows uses the shop's holdout rate.
        const observed = own.length > 0 ? own : [emptyVariant(sending)];
        return [
          {
            flowId: flow.flowId,
            name: flow.name,
            people,
            lift: measureLift(observed),
            revenue: measureRevenueLift(own),
          },
        ];
      }),
    },
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

function emptyVariant({ holdoutRate }: SendingSettings) {
  const empty = { people: 0, ordered: 0 };
  return { treated: empty, holdout: empty, holdoutRate };
}
