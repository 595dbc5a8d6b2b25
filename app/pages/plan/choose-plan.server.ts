import type { Config } from "~/config";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { adminGraphql } from "~/shopify/admin-graphql.server";
import { adminUrl } from "~/shopify/admin-url";
import {
  OFFERED_PLANS,
  PRICE_CURRENCY,
  replacementOf,
  subscriptionName,
  trialDaysLeft,
  type OfferedPlanId,
  type Plan,
} from "~/shopify/billing/plan";
import { findShopPlan, type ShopPlan } from "~/shopify/billing/shop-plan-store.server";
import {
  appSubscriptionCancel,
  appSubscriptionCreate,
} from "~/shopify/operations/app-subscriptions";
import { refreshPlan, type RefreshPlanDeps } from "~/delivery/plan/refresh-plan.server";

type Deps = RefreshPlanDeps & { readonly config: Pick<Config, "billing" | "shopify"> };

/** Shopify allows at most two active subscriptions: the current one and a scheduled downgrade. */
const MAX_ACTIVE = 3;

export type PlanChoice =
  /** The merchant must approve on Shopify's page. */
  | { readonly kind: "confirm"; readonly url: string }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly problem: PlanChangeProblem };

export type PlanChangeProblem =
  /** Shopify's own words. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Shopify denies access: the store may be closed. */
  | { readonly kind: "no_access" }
  | { readonly kind: "unavailable" };

/**
 * Starts a change of plan: a paid plan through Shopify's approval page, the free plan by canceling the
 * subscription. The current plan is read from Shopify before and after, so that a double click is harmless.
 */
export async function choosePlan(
  shopId: ShopId,
  planId: OfferedPlanId,
  deps: Deps,
): Promise<PlanChoice> {
  const wanted = OFFERED_PLANS.find((it) => it.id === planId);
  if (deps.config.billing === "off" || !wanted) {
    throw new AppError("not_found", "There is no such plan here", { context: { shopId, planId } });
  }
  try {
    const held = await refreshPlan(shopId, await findShopPlan(deps.db, shopId), deps);
    if (held.plan.id === wanted.id) return { kind: "done" };
    if (wanted.price > 0) {
      const url = await askForSubscription(shopId, wanted, held, deps);
      return { kind: "confirm", url };
    }
    // A scheduled downgrade is active too, so read the plan again after each cancellation.
    let left = held;
    for (let turn = 0; turn < MAX_ACTIVE && left.subscriptionId; turn++) {
      await endSubscription(shopId, left, deps);
      left = await refreshPlan(shopId, left, deps);
    }
    return { kind: "done" };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log.warn({ err: error, shopId, planId }, "the plan could not be changed");
    return { kind: "failed", problem: problemOf(error) };
  }
}

/** @returns the URL of the approval page */
async function askForSubscription(
  shopId: ShopId,
  wanted: Plan,
  held: ShopPlan,
  deps: Deps,
): Promise<string> {
  const { config, now } = deps;
  const answer = await adminGraphql(
    shopId,
    appSubscriptionCreate,
    {
      name: subscriptionName(wanted),
      lineItems: [
        {
          plan: {
            appRecurringPricingDetails: {
              interval: "EVERY_30_DAYS",
              price: { amount: wanted.price, currencyCode: PRICE_CURRENCY },
            },
          },
        },
      ],
      returnUrl: adminUrl(shopId, config.shopify.apiKey, "/app/plan?back=1"),
      // A development store can only approve test charges.
      test: config.billing === "test" || held.isDevelopment,
      trialDays: trialDaysLeft(held.trialBeganAt, now()),
      replacementBehavior: replacementOf(held.plan, wanted),
    },
    deps,
  );
  return answer.appSubscriptionCreate.confirmationUrl;
}

async function endSubscription(shopId: ShopId, held: ShopPlan, deps: Deps): Promise<void> {
  const { subscriptionId } = held;
  if (subscriptionId === null) return;
  await adminGraphql(shopId, appSubscriptionCancel, { id: subscriptionId }, deps);
  await deps.db.$transaction((tx) =>
    recordAudit(tx, shopId, {
      auditId: `plan-ended/${subscriptionId}`,
      at: deps.now(),
      actor: "merchant",
      action: "plan_ended",
      detail: { plan: held.plan.id },
    }),
  );
}

function problemOf({ code, message }: AppError): PlanChangeProblem {
  if (code === "invalid_input") {
    return { kind: "refused", reason: message.replace(/^[^:]*: /, "").replace(/\.$/, "") };
  }
  return { kind: code === "unauthorized" ? "no_access" : "unavailable" };
}
