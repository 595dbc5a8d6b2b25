import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { mayUse } from "~/shopify/billing/plan";
import { getPlan } from "~/shopify/billing/shop-plan-store.server";
import { findFieldSync, setFieldSync } from "./field-store.server";

/** The state of the metafield sync. */
export async function getFieldsCard(db: Db, shopId: ShopId) {
  const [sync, plan] = await Promise.all([findFieldSync(db, shopId), getPlan(db, shopId)]);
  return {
    isOn: sync?.isOn ?? false,
    isStuck: (sync?.lastError ?? null) !== null,
    planWithout: mayUse(plan, "customer_fields") ? null : plan.id,
  };
}

interface Deps {
  readonly db: PrismaClient;
  readonly queue: Queue;
  readonly now: () => Date;
}

/** Starts the sync, if the plan includes it, or deletes everything, which every plan allows. */
export async function switchFields(
  shopId: ShopId,
  isOn: boolean,
  { db, queue, now }: Deps,
): Promise<void> {
  if (isOn && !mayUse(await getPlan(db, shopId), "customer_fields")) {
    throw new AppError("not_found", "The plan does not have customer fields", {
      context: { shopId },
    });
  }
  await db.$transaction((tx) => setFieldSync(tx, shopId, isOn, { queue, now: now() }));
}
