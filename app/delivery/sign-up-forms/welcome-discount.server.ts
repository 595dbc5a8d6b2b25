import type { Db } from "~/db.server";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import { isPromisedBefore } from "~/flows/definition/chosen-discount";
import { listFlows } from "~/flows/flow-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { WelcomeDiscount } from "./sign-up-form";

/** The discount in the first email of a live flow that a sign-up starts; every subscriber gets the same. */
export async function findWelcomeDiscount(db: Db, shopId: ShopId): Promise<WelcomeDiscount> {
  const [flows, row] = await Promise.all([
    listFlows(db, shopId),
    db.settings.findUnique({ where: { shopId }, select: { sending: true } }),
  ]);
  const settings = HoldoutSettings.parse(row?.sending ?? {});
  for (const { status, definition } of flows) {
    if (status !== "live" || !isPromisedBefore(definition.trigger.kind)) continue;
    const coupon = definition.steps.flatMap(
      (it) => (it.kind === "send" ? it.coupon : null) ?? [],
    )[0];
    if (!coupon) continue;
    const ownRate = definition.holdoutRate ?? settings.holdoutRate;
    return {
      percentOff: coupon.percentOff,
      holdoutRate: 1 - (1 - ownRate) * (1 - settings.shopHoldoutRate),
    };
  }
  return { percentOff: null, holdoutRate: 0 };
}
