import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { OFFERED_PLANS, trialDaysLeft, type PlanId } from "~/shopify/billing/plan";
import { findShopPlan, type ShopPlan } from "~/shopify/billing/shop-plan-store.server";
import { refreshPlan, type RefreshPlanDeps } from "~/delivery/plan/refresh-plan.server";
import { findEmailMonth } from "~/delivery/plan/email-month-store.server";

/** Data of the plan page. */
export type PlanPageData =
  /** Billing is off in this installation. */
  | { readonly kind: "unbilled" }
  /** Shopify has not reported the plan yet. */
  | { readonly kind: "unknown" }
  | {
      readonly kind: "known";
      readonly timeZone: string;
      readonly plan: PlanId;
      readonly emailsPerMonth: number;
      readonly emailsThisMonth: number;
      readonly waitingEmails: number;
      readonly renewsAt: string;
      readonly isTest: boolean;
      readonly isDevelopment: boolean;
      readonly paidUntil: string | null;
      readonly trialEndsAt: string | null;
      readonly trialDaysLeft: number;
      readonly offered: typeof OFFERED_PLANS;
      /** Status of the last requested plan, if it is not the current one. */
      readonly last: { readonly plan: PlanId; readonly status: string } | null;
      /** Since when Shopify has not answered; null: current. */
      readonly staleSince: string | null;
    };

/**
 * The shop's plan and usage. The first visit and a return from Shopify's page read the current plan from
 * Shopify.
 */
export async function getPlanPage(
  shopId: ShopId,
  { isBack }: { readonly isBack: boolean },
  deps: RefreshPlanDeps,
): Promise<PlanPageData> {
  const { db, config, now } = deps;
  if (config.billing === "off") return { kind: "unbilled" };
  const known = await findShopPlan(db, shopId);
  const isUnchecked = !known?.checkedAt || known.plan.id === "unlimited";
  let held = known;
  let staleSince: Date | null = null;
  if (isBack || isUnchecked) {
    try {
      held = await refreshPlan(shopId, known, deps);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      deps.log.warn({ err: error, shopId }, "Shopify did not say what the shop pays for");
      if (isUnchecked) return { kind: "unknown" };
      staleSince = known.checkedAt;
    }
  }
  if (held === null || held.plan.emailsPerMonth === null) return { kind: "unknown" };
  const [{ timeZone }, month, waitingEmails] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { timeZone: true } }),
    findEmailMonth(db, shopId, now()),
    db.messageSending.count({ where: { shopId, state: "planned", reason: "plan_limit" } }),
  ]);
  return {
    kind: "known",
    timeZone,
    plan: held.plan.id,
    emailsPerMonth: held.plan.emailsPerMonth,
    emailsThisMonth: month.emails,
    waitingEmails,
    renewsAt: month.endsAt.toISOString(),
    isTest: held.isTest,
    isDevelopment: held.isDevelopment,
    paidUntil: held.paidUntil?.toISOString() ?? null,
    trialEndsAt:
      held.trialEndsAt && held.trialEndsAt > now() ? held.trialEndsAt.toISOString() : null,
    trialDaysLeft: trialDaysLeft(held.trialBeganAt, now()),
    offered: OFFERED_PLANS,
    last: lastOf(held),
    staleSince: staleSince?.toISOString() ?? null,
  };
}

const lastOf = ({ plan, lastPlan, lastStatus }: ShopPlan) =>
  lastPlan === null || lastStatus === null || lastStatus === "active" || lastPlan === plan.id
    ? null
    : { plan: lastPlan as PlanId, status: lastStatus };
