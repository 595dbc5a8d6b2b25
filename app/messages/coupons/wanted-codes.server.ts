import { CampaignPlan } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import { discountsIn } from "~/experiments/offers/choose-discount";
import { loadOfferSettings } from "~/experiments/offers/load-offer-settings.server";
import { requestedCoupon } from "~/flows/definition/chosen-discount";
import { listLiveFlows } from "~/flows/progress/live-flows.server";
import type { ShopId } from "~/lib/shop-id";
import { ownerKeyOf } from "./coupon";
import { countWaitingEmails, type DiscountKey } from "./coupon-store.server";

/** A discount in use by flows or campaigns. */
export interface WantedCodes extends DiscountKey {
  /** Title in the shop's list of discounts. */
  readonly title: string;
  /** Codes to keep beyond those that messages wait for. */
  readonly reserve: number;
}

/** Reserve of a flow step: enough for a minute. */
export const STEP_RESERVE = 20;

/** Discounts in use by live flows and active campaigns. */
export async function listWantedCodes(db: Db, shopId: ShopId): Promise<WantedCodes[]> {
  const flows = await listLiveFlows(db, shopId);
  const { maxDiscountPercent } = await loadOfferSettings(db, shopId);
  const ofSteps = flows.flatMap(({ flowId, definition }) =>
    definition.steps.flatMap((step) => {
      const coupon = step.kind === "send" ? requestedCoupon(definition, step) : null;
      if (coupon === null) return [];
      const ownerKey = ownerKeyOf({ kind: "step", flowId, stepId: step.stepId });
      const limits = { isCampaign: false, maxPercent: maxDiscountPercent };
      return possibleDiscounts(coupon, limits).map((percentOff) => ({
        ...{ ownerKey, percentOff, reserve: STEP_RESERVE },
        title: titleOf(`${definition.name}, ${step.stepId}`, percentOff),
      }));
    }),
  );
  return [...ofSteps, ...(await listOfCampaigns(db, shopId, maxDiscountPercent))];
}

/** The discounts that emails with this one may have. */
export function possibleDiscounts(
  {
    percentOff,
    perCustomer = false,
  }: { readonly percentOff: number; readonly perCustomer?: boolean },
  { isCampaign, maxPercent }: { readonly isCampaign: boolean; readonly maxPercent: number },
): number[] {
  if (!perCustomer) return [percentOff];
  return discountsIn(isCampaign, percentOff, maxPercent).filter((percent) => percent > 0);
}

async function listOfCampaigns(db: Db, shopId: ShopId, maxPercent: number): Promise<WantedCodes[]> {
  const campaigns = await db.campaign.findMany({
    where: { shopId, status: { in: ["scheduled", "sending", "paused"] } },
    select: { campaignId: true, name: true, plan: true, foreseenEmails: true },
    orderBy: { campaignId: "asc" },
  });
  const wanted: WantedCodes[] = [];
  for (const { campaignId, name, plan, foreseenEmails } of campaigns) {
    const { coupon } = CampaignPlan.parse(plan);
    if (coupon === null) continue;
    const planned = await db.message.count({ where: { shopId, campaignId } });
    const ownerKey = ownerKeyOf({ kind: "campaign", campaignId });
    const reserve = Math.max(0, (foreseenEmails ?? 0) - planned);
    for (const percentOff of possibleDiscounts(coupon, { isCampaign: true, maxPercent })) {
      wanted.push({ ownerKey, percentOff, title: titleOf(name, percentOff), reserve });
    }
  }
  return wanted;
}

/** Merchants search by the email's name; Shopify allows 255 characters. */
const titleOf = (name: string, percentOff: number) =>
  `Kindred: ${name.slice(0, 200)}, ${percentOff}%`;

/** Target of each pool: codes that messages wait for plus the reserve. */
export async function countTargets(db: Db, shopId: ShopId): Promise<(key: DiscountKey) => number> {
  const nameOf = ({ ownerKey, percentOff }: DiscountKey) => `${ownerKey}/${percentOff}`;
  const targets = new Map<string, number>();
  const add = (key: DiscountKey, codes: number) =>
    targets.set(nameOf(key), (targets.get(nameOf(key)) ?? 0) + codes);
  for (const wanted of await listWantedCodes(db, shopId)) add(wanted, wanted.reserve);
  const { maxDiscountPercent } = await loadOfferSettings(db, shopId);
  for (const waiting of await countWaitingEmails(db, shopId)) {
    // Which of the discounts an email gets is known only when it leaves.
    const isCampaign = waiting.ownerKey.startsWith("campaign/");
    const limits = { isCampaign, maxPercent: maxDiscountPercent };
    for (const percentOff of possibleDiscounts(waiting, limits)) {
      add({ ownerKey: waiting.ownerKey, percentOff }, waiting.emails);
    }
  }
  return (key) => targets.get(nameOf(key)) ?? 0;
}
