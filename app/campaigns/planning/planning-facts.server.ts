import type { Db } from "~/db.server";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import type { ShopId } from "~/lib/shop-id";
import { findUpliftCutoff } from "~/predictions/models/model-store.server";
import type { CampaignPlan } from "../campaign";
import type { PlanningContext } from "./plan-slice";

type PlanningFacts = Pick<PlanningContext, "shopTimeZone" | keyof HoldoutSettings | "upliftCutoff">;

/** What planning a campaign needs to know of its shop. */
export async function loadPlanningFacts(
  db: Db,
  shopId: ShopId,
  { skipsUnlikely }: CampaignPlan,
): Promise<PlanningFacts> {
  const { timeZone, settings } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true, settings: { select: { sending: true } } },
  });
  const rates = HoldoutSettings.parse(settings?.sending ?? {});
  const upliftCutoff = skipsUnlikely ? await findUpliftCutoff(db, shopId) : null;
  return { shopTimeZone: timeZone, ...rates, upliftCutoff };
}
