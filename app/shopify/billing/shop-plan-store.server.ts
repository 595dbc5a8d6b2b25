import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { planOf, type Plan } from "./plan";
import type { HeldPlan } from "./read-subscriptions";

/** What the shop has, as Shopify told it the last time; null: Shopify was never asked. */
export async function findShopPlan(db: Db, shopId: ShopId) {
  const row = await db.shopPlan.findUnique({ where: { shopId } });
  return row && { ...row, plan: planOf(row.plan) };
}
export type ShopPlan = NonNullable<Awaited<ReturnType<typeof findShopPlan>>>;

/** The shop's plan. Until Shopify was asked for the first time nothing is held back. */
export async function getPlan(db: Db, shopId: ShopId): Promise<Plan> {
  return (await findShopPlan(db, shopId))?.plan ?? planOf("unlimited");
}

interface Asked {
  readonly askedAt: Date;
  readonly nextAskAt: Date;
}

/** Keeps what Shopify told. A trial that began once has begun, whatever came after it. */
export async function writeShopPlan(
  tx: Tx,
  shopId: ShopId,
  { trialBeganAt, ...held }: HeldPlan,
  asked: Asked,
): Promise<void> {
  const data = { ...held, ...asked, attempts: 0 };
  await tx.shopPlan.upsert({
    where: { shopId },
    create: { shopId, ...data, trialBeganAt },
    update: data,
  });
  await tx.shopPlan.updateMany({ where: { shopId, trialBeganAt: null }, data: { trialBeganAt } });
}

/** Nothing is billed here: everything is there for everybody, and Shopify is asked no more. */
export async function writeUnlimited(tx: Tx, shopId: ShopId, askedAt: Date): Promise<void> {
  const data = {
    plan: "unlimited",
    subscriptionId: null,
    attempts: 0,
    askedAt,
    nextAskAt: null,
  };
  await tx.shopPlan.upsert({ where: { shopId }, create: { shopId, ...data }, update: data });
}

/** Shopify could not say: what it said last stands. */
export async function postponeAsking(db: Db, shopId: ShopId, nextAskAt: Date): Promise<void> {
  await db.$executeRaw`
    insert into shop_plan as plan (shop_id, plan, next_ask_at, attempts)
    values (${shopId}, 'unlimited', ${nextAskAt}::timestamptz, 1)
    on conflict (shop_id) do update
      set next_ask_at = excluded.next_ask_at, attempts = plan.attempts + 1`;
}

/** Has Shopify asked again at once: something was told of the shop's subscriptions, or it came back. */
export async function askPlanSoon(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  await tx.shopPlan.updateMany({ where: { shopId }, data: { nextAskAt: now, attempts: 0 } });
}

/** Has those looked at again whose plan is of the time before billing was turned on, or off. */
export async function askWhereBillingChanged(
  db: Db,
  { isBilled, now }: { readonly isBilled: boolean; readonly now: Date },
): Promise<void> {
  await db.shopPlan.updateMany({
    where: isBilled ? { nextAskAt: null } : { plan: { not: "unlimited" } },
    data: { nextAskAt: now },
  });
}

/** Shopify ends the subscriptions of an app that is uninstalled. */
export async function endPlan(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  await tx.shopPlan.updateMany({
    where: { shopId, plan: { not: "unlimited" } },
    data: {
      plan: "free",
      subscriptionId: null,
      isTest: false,
      paidUntil: null,
      trialEndsAt: null,
      lastStatus: "cancelled",
      nextAskAt: now,
    },
  });
}

/** The shops of which Shopify is to be asked what they have. */
export async function listShopsToAsk(db: Db, now: Date): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>`
    select shop.shop_id as "shopId" from shop
    left join shop_plan on shop_plan.shop_id = shop.shop_id
    where shop.uninstalled_at is null
      and (shop_plan.shop_id is null or shop_plan.next_ask_at <= ${now}::timestamptz)`;
  return rows.map(({ shopId }) => shopId);
}
