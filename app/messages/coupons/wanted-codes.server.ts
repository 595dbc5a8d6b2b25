import { CampaignPlan } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import { listLiveFlows } from "~/flows/live-flows.server";
import type { ShopId } from "~/lib/shop-id";
import { ownerKeyOf } from "./coupon";
import { countWaitingMails, type DiscountKey } from "./coupon-store.server";

/** A discount that the shop's flows and campaigns give codes of. */
export interface WantedCodes extends DiscountKey {
  /** As the merchant is to see it among the discounts of the shop. */
  readonly title: string;
  /** How many codes there are to be beyond those that mails wait for. */
  readonly reserve: number;
}

/** Codes that are kept ready for a step of a flow: enough for what a minute brings. */
export const STEP_RESERVE = 20;

/** The codes that are wanted now: by the steps of flows that are live, and by campaigns that are under way. */
export async function listWantedCodes(db: Db, shopId: ShopId): Promise<WantedCodes[]> {
  const flows = await listLiveFlows(db, shopId);
  const ofSteps = flows.flatMap(({ flowId, definition }) =>
    definition.steps.flatMap((step) => {
      if (step.kind !== "send" || step.coupon === null) return [];
      const { percentOff } = step.coupon;
      const ownerKey = ownerKeyOf({ kind: "step", flowId, stepId: step.stepId });
      const title = titleOf(`${definition.name}, ${step.stepId}`, percentOff);
      return [{ ownerKey, percentOff, title, reserve: STEP_RESERVE }];
    }),
  );
  return [...ofSteps, ...(await listOfCampaigns(db, shopId))];
}

async function listOfCampaigns(db: Db, shopId: ShopId): Promise<WantedCodes[]> {
  const campaigns = await db.campaign.findMany({
    where: { shopId, status: { in: ["scheduled", "sending", "paused"] } },
    select: { campaignId: true, name: true, plan: true, foreseenMails: true },
    orderBy: { campaignId: "asc" },
  });
  const wanted: WantedCodes[] = [];
  for (const { campaignId, name, plan, foreseenMails } of campaigns) {
    const { coupon } = CampaignPlan.parse(plan);
    if (coupon === null) continue;
    const planned = await db.message.count({ where: { shopId, campaignId } });
    wanted.push({
      ownerKey: ownerKeyOf({ kind: "campaign", campaignId }),
      percentOff: coupon.percentOff,
      title: titleOf(name, coupon.percentOff),
      reserve: Math.max(0, (foreseenMails ?? 0) - planned),
    });
  }
  return wanted;
}

/** Merchants look for it by the mail's name; Shopify takes 255 characters. */
const titleOf = (name: string, percentOff: number) =>
  `Kindred: ${name.slice(0, 200)}, ${percentOff} %`;

/** How many codes each discount is to have at hand: those that mails wait for, and the reserve. */
export async function countTargets(db: Db, shopId: ShopId): Promise<(key: DiscountKey) => number> {
  const nameOf = ({ ownerKey, percentOff }: DiscountKey) => `${ownerKey}/${percentOff}`;
  const targets = new Map<string, number>();
  const add = (key: DiscountKey, codes: number) =>
    targets.set(nameOf(key), (targets.get(nameOf(key)) ?? 0) + codes);
  for (const wanted of await listWantedCodes(db, shopId)) add(wanted, wanted.reserve);
  for (const waiting of await countWaitingMails(db, shopId)) add(waiting, waiting.mails);
  return (key) => targets.get(nameOf(key)) ?? 0;
}
