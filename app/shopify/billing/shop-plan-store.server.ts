import { nextTimeIn } from "~/jobs/next-due-times.server";
import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import { Prisma, type ShopPlan as ShopPlanRow } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { planById, type Plan } from "./plan";
import type { PlanWithTrial } from "./read-subscriptions";

/** The shop's plan as last read from Shopify; null before the first read. */
export async function findShopPlan(db: Db, shopId: ShopId): Promise<ShopPlan | null> {
  const row = await db.shopPlan.findUnique({ where: { shopId } });
  return row && fromRow(row);
}
const fromRow = (row: ShopPlanRow) => ({ ...row, plan: planById(row.plan) });
export type ShopPlan = ReturnType<typeof fromRow>;

/** The shop's plan; unlimited until the first read. */
export async function getPlan(db: Db, shopId: ShopId): Promise<Plan> {
  const [row] = await readRows<{ plan: string }>(
    db,
    Prisma.sql`select plan from shop_plan where shop_id = ${shopId}`,
  );
  return planById(row?.plan ?? "unlimited");
}

interface PlanCheck {
  readonly checkedAt: Date;
  readonly nextRunAt: Date;
  /** `checkRequests` of the plan before it was read from Shopify. */
  readonly answeredRequests: number;
}

/**
 * Stores the plan read from Shopify. A check that was requested during the reading stays due, because the reading may
 * be older than the change. The start of the first trial never changes.
 *
 * @returns the stored plan
 */
export async function writeShopPlan(
  tx: Tx,
  shopId: ShopId,
  { trialBeganAt, ...held }: PlanWithTrial,
  { answeredRequests, ...check }: PlanCheck,
): Promise<ShopPlan> {
  const data = { ...held, ...check, attempts: 0 };
  // The upsert locks the row, so what it returns does not change before the update.
  const written = await tx.shopPlan.upsert({
    where: { shopId },
    create: { shopId, ...data, trialBeganAt },
    update: data,
  });
  const correction = {
    ...(written.trialBeganAt === null && trialBeganAt !== null && { trialBeganAt }),
    ...(written.checkRequests !== answeredRequests && { nextRunAt: check.checkedAt }),
  };
  if (Object.keys(correction).length === 0) return fromRow(written);
  return fromRow(await tx.shopPlan.update({ where: { shopId }, data: correction }));
}

/** Billing is off: every feature is available, and the plan is not checked again. */
export async function writeUnlimited(tx: Tx, shopId: ShopId, checkedAt: Date): Promise<ShopPlan> {
  const data = {
    plan: "unlimited",
    subscriptionId: null,
    attempts: 0,
    checkedAt,
    nextRunAt: null,
  };
  return fromRow(
    await tx.shopPlan.upsert({ where: { shopId }, create: { shopId, ...data }, update: data }),
  );
}

/** Shopify did not answer: the last known plan stays. A check that was requested meanwhile stays due. */
export async function postponePlanCheck(
  db: Db,
  shopId: ShopId,
  { nextRunAt, answeredRequests }: Pick<PlanCheck, "nextRunAt" | "answeredRequests">,
): Promise<void> {
  await db.$executeRaw`
    insert into shop_plan as plan (shop_id, plan, next_run_at, attempts)
    values (${shopId}, 'unlimited', ${nextRunAt}::timestamptz, 1)
    on conflict (shop_id) do update
      set next_run_at = excluded.next_run_at, attempts = plan.attempts + 1
      where plan.check_requests = ${answeredRequests}::int`;
}

/** Schedules a plan check now, after a subscription webhook or a reinstall. */
export async function schedulePlanCheck(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  await tx.shopPlan.updateMany({
    where: { shopId },
    data: { nextRunAt: now, attempts: 0, checkRequests: { increment: 1 } },
  });
}

/** Schedules checks for plans stored before billing was turned on or off. */
export async function schedulePlanChecksAfterBillingChange(
  db: Db,
  { isBilled, now }: { readonly isBilled: boolean; readonly now: Date },
): Promise<void> {
  await db.shopPlan.updateMany({
    where: isBilled ? { nextRunAt: null } : { plan: { not: "unlimited" } },
    data: { nextRunAt: now },
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
      nextRunAt: now,
    },
  });
}

/** Shops whose plan check is due. */
export function selectShopsWithDuePlanCheck(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    left join shop_plan on shop_plan.shop_id = shop.shop_id
    where shop.uninstalled_at is null
      and (shop_plan.shop_id is null or shop_plan.next_run_at <= ${now}::timestamptz)`;
}

/** When a shop's next check is due. */
export const nextPlanCheckTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("shop_plan", "next_run_at", now),
];
