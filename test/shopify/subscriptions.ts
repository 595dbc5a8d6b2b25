import { emit } from "./webhooks/emit";
import { gid } from "./store-records";
import type { LocalShop, World } from "./world";

const DAY_MS = 86_400_000;
const CYCLE_DAYS = 30;
/** Time limit for a merchant's approval. */
const EXPIRES_AFTER_MS = 2 * DAY_MS;

export interface AppSubscriptionRecord {
  readonly id: string;
  readonly name: string;
  status: "PENDING" | "ACTIVE" | "DECLINED" | "EXPIRED" | "FROZEN" | "CANCELLED";
  readonly test: boolean;
  readonly createdAt: string;
  readonly trialDays: number;
  readonly price: { readonly amount: string; readonly currencyCode: string };
  readonly returnUrl: string;
  readonly replacementBehavior: string;
  currentPeriodEnd: string | null;
  /** A downgrade replaces this subscription at its end. */
  endsAt: string | null;
}

/** The merchant's actions on Shopify's page, and automatic changes of a subscription. */
export const SUBSCRIPTION_CHANGES = ["approve", "decline", "expire", "freeze", "thaw"] as const;
export type SubscriptionChange = (typeof SUBSCRIPTION_CHANGES)[number];

export const activeOf = (shop: LocalShop) =>
  shop.subscriptions.filter((it) => it.status === "ACTIVE");

/** Changes a subscription's status and notifies the app. */
export function setStatus(
  world: World,
  shop: LocalShop,
  record: AppSubscriptionRecord,
  status: AppSubscriptionRecord["status"],
): void {
  record.status = status;
  const now = world.clock.nowIso();
  const payload = {
    app_subscription: {
      admin_graphql_api_id: gid("AppSubscription", record.id),
      name: record.name,
      status,
      admin_graphql_api_shop_id: gid("Shop", shop.store.shop.id),
      created_at: record.createdAt,
      updated_at: now,
      currency: record.price.currencyCode,
      capped_amount: null,
      price: record.price.amount,
      interval: "every_30_days",
      plan_handle: null,
    },
  };
  emit(world, shop, [{ topic: "app_subscriptions/update", payload }], now);
}

/** Expires unapproved subscriptions, and those whose replacement starts. */
export function endDue(world: World, shop: LocalShop): void {
  const nowMs = world.clock.nowMs();
  for (const record of shop.subscriptions) {
    if (record.status === "PENDING" && nowMs - Date.parse(record.createdAt) > EXPIRES_AFTER_MS) {
      setStatus(world, shop, record, "EXPIRED");
    }
    const { status, endsAt } = record;
    if (status === "ACTIVE" && endsAt !== null && Date.parse(endsAt) <= nowMs) {
      setStatus(world, shop, record, "CANCELLED");
    }
  }
}

/** @throws RangeError when the subscription's state does not allow it */
export function changeSubscription(
  world: World,
  shop: LocalShop,
  record: AppSubscriptionRecord,
  change: SubscriptionChange,
): void {
  const { nowMs } = world.clock;
  endDue(world, shop);
  const from = change === "freeze" ? "ACTIVE" : change === "thaw" ? "FROZEN" : "PENDING";
  if (record.status !== from) throw new RangeError(`The subscription is ${record.status}`);
  if (change !== "approve") {
    setStatus(world, shop, record, ENDS_AS[change]);
    return;
  }

  const days = record.trialDays + CYCLE_DAYS;
  record.currentPeriodEnd = new Date(nowMs() + days * DAY_MS).toISOString();
  const before = activeOf(shop);
  setStatus(world, shop, record, "ACTIVE");
  for (const other of before) {
    if (record.replacementBehavior === "APPLY_ON_NEXT_BILLING_CYCLE") {
      other.endsAt = other.currentPeriodEnd;
    } else {
      setStatus(world, shop, other, "CANCELLED");
    }
  }
}

const ENDS_AS = {
  decline: "DECLINED",
  expire: "EXPIRED",
  freeze: "FROZEN",
  thaw: "ACTIVE",
} as const;
