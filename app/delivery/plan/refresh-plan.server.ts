import type { Tx } from "~/db.server";
import type { Config } from "~/config";
import type { PrismaClient } from "~/generated/prisma/client";
import { addMs } from "~/flows/definition/duration";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { planById } from "~/shopify/billing/plan";
import { readSubscriptions } from "~/shopify/billing/read-subscriptions";
import {
  findShopPlan,
  writeShopPlan,
  writeUnlimited,
  type ShopPlan,
} from "~/shopify/billing/shop-plan-store.server";
import { appSubscriptions } from "~/shopify/operations/app-subscriptions";

export interface RefreshPlanDeps extends AdminDeps {
  readonly db: PrismaClient;
  readonly config: AdminDeps["config"] & Pick<Config, "billing">;
  readonly queue: Queue;
  readonly now: () => Date;
}

const HOUR_MS = 3_600_000;
/** Maximum delay after a lost webhook. */
const CHECK_EVERY_MS = 12 * HOUR_MS;
/** The merchant may be approving on Shopify's page right now. */
const CHECK_PENDING_EVERY_MS = HOUR_MS / 4;

/**
 * Reads the shop's subscription from Shopify and stores it. Shopify is the source of truth, whatever the
 * order or number of webhooks. If the allowance grew, waiting messages are released.
 *
 * @param known the stored plan, read before the call
 * @returns the plan that is stored now
 * @throws AppError when Shopify does not answer; the stored plan stays
 */
export async function refreshPlan(
  shopId: ShopId,
  known: Pick<ShopPlan, "checkRequests"> | null,
  deps: RefreshPlanDeps,
): Promise<ShopPlan> {
  const { db, now } = deps;
  if (deps.config.billing === "off") {
    return db.$transaction(async (tx) => {
      const before = await findShopPlan(tx, shopId);
      const unlimited = await writeUnlimited(tx, shopId, now());
      if (before && before.plan.emailsPerMonth !== null) await letWaitingGo(tx, shopId, deps);
      return unlimited;
    });
  }
  const subscription = await adminGraphql(shopId, appSubscriptions, {}, deps);
  const { activeSubscriptions, allSubscriptions } = subscription.currentAppInstallation;
  const held = readSubscriptions({
    isDevelopment: subscription.shop.plan.partnerDevelopment,
    active: activeSubscriptions,
    recent: allSubscriptions.nodes,
  });
  const isPending = held.lastStatus === "pending";
  return db.$transaction(async (tx) => {
    // Another run may have stored a smaller plan meanwhile, for which messages wait.
    const before = await findShopPlan(tx, shopId);
    const written = await writeShopPlan(tx, shopId, held, {
      checkedAt: now(),
      nextRunAt: addMs(now(), isPending ? CHECK_PENDING_EVERY_MS : CHECK_EVERY_MS),
      answeredRequests: known?.checkRequests ?? 0,
    });
    const had = before?.plan.emailsPerMonth ?? 0;
    if ((planById(held.plan).emailsPerMonth ?? Infinity) > had)
      await letWaitingGo(tx, shopId, deps);
    return written;
  });
}

/** Releases messages that waited for the plan's allowance. */
async function letWaitingGo(
  tx: Tx,
  shopId: ShopId,
  { queue, now }: Pick<RefreshPlanDeps, "queue" | "now">,
): Promise<void> {
  const count = await tx.$executeRaw`
    update message_sending set next_run_at = ${now()}::timestamptz
    where shop_id = ${shopId} and state = 'planned' and reason = 'plan_limit'
      and next_run_at > ${now()}::timestamptz`;
  if (count > 0) await queue.announce(tx, shopId, "messages_planned");
}
