import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { planById, type Plan } from "./plan";
import type { PlanWithTrial } from "./read-subscriptions";

/** The shop's plan as last read from Shopify; null before the first read. */
export async function findShopPlan(db: Db, shopId: ShopId) {
  const row = await db.shopPlan.findUnique({ where: { shopId } });
  return row && { ...row, plan: planById(row.plan) };
}
export type ShopPlan = NonNullable<Awaited<ReturnType<typeof findShopPlan>>>;

/** The shop's plan; unlimited until the first read. */
export async function getPlan(db: Db, shopId: ShopId): Promise<Plan> {
  return (await findShopPlan(db, shopId))?.plan ?? planById("unlimited");
}

interface PlanCheck {
  readonly checkedAt: Date;
  readonly nextCheckAt: Date;
}

/** Stores the plan read from Shopify. The start of the first trial never changes. */
export async function writeShopPlan(
  tx: Tx,
  shopId: ShopId,
  { trialBeganAt, ...held }: PlanWithTrial,
  check: PlanCheck,
): Promise<void> {
  const data = { ...held, ...check, attempts: 0 };
  await tx.shopPlan.upsert({
    where: { shopId },
    create: { shopId, ...data, trialBeganAt },
    update: data,
  });
  await tx.shopPlan.updateMany({ where: { shopId, trialBeganAt: null }, data: { trialBeganAt } });
}

/** Billing is off: every feature is available, and the plan is not checked again. */
export async function writeUnlimited(tx: Tx, shopId: ShopId, checkedAt: Date): Promise<void> {
  const data = {
    plan: "unlimited",
    subscriptionId: null,
    attempts: 0,
    checkedAt,
    nextCheckAt: null,
  };
  await tx.shopPlan.upsert({ where: { shopId }, create: { shopId, ...data }, update: data });
}

/** Shopify did not answer: the last known plan stays. */
export async function postponePlanCheck(db: Db, shopId: ShopId, nextCheckAt: Date): Promise<void> {
  await db.$executeRaw`
    insert into shop_plan as plan (shop_id, plan, next_check_at, attempts)
    values (${shopId}, 'unlimited', ${nextCheckAt}::timestamptz, 1)
    on conflict (shop_id) do update
      set next_check_at = excluded.next_check_at, attempts = plan.attempts + 1`;
}

/** Schedules a plan check now, after a subscription webhook or a reinstall. */
export async function schedulePlanCheck(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  await tx.shopPlan.updateMany({ where: { shopId }, data: { nextCheckAt: now, attempts: 0 } });
}

/** Schedules checks for plans stored before billing was turned on or off. */
export async function schedulePlanChecksAfterBillingChange(
  db: Db,
  { isBilled, now }: { readonly isBilled: boolean; readonly now: Date },
): Promise<void> {
  await db.shopPlan.updateMany({
    where: isBilled ? { nextCheckAt: null } : { plan: { not: "unlimited" } },
    data: { nextCheckAt: now },
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
      nextCheckAt: now,
    },
  });
}

/** Shops whose plan check is due. */
export function selectShopsWithDuePlanCheck(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    left join shop_plan on shop_plan.shop_id = shop.shop_id
    where shop.uninstalled_at is null
      and (shop_plan.shop_id is null or shop_plan.next_check_at <= ${now}::timestamptz)`;
}
