import type { Tx } from "~/db.server";
import { OWN_VARIANT } from "~/experiments/optimization/experiment";
import {
  listExperiments,
  recordDecision,
} from "~/experiments/optimization/experiment-store.server";
import { listLiveFlows } from "~/flows/progress/live-flows.server";
import type { ShopId } from "~/lib/shop-id";
import { listChosenDiscounts } from "./chosen-discounts.server";

/**
 * Ends the discount tests of live flows whose emails no longer let Kindred choose: the merchant took the choice back, or the
 * discount is promised. All emails have the merchant's own discount, what was drawn stays counted, and nothing is on hold,
 * so a later permission begins a new trial. Tests of flows that are off wait, and so does that of the campaigns until the
 * next one that lets Kindred choose.
 */
export async function endStoppedOffers(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  const offers = (await listExperiments(tx, shopId)).filter(({ kind }) => kind === "offer");
  if (offers.length === 0) return;
  const live = new Set((await listLiveFlows(tx, shopId)).map(({ flowId }) => flowId));
  const chosen = await listChosenDiscounts(tx, shopId);
  for (const experiment of offers) {
    const { flowId, stepId, variants, isHeld } = experiment;
    if (flowId === null || !live.has(flowId)) continue;
    if (chosen.some((it) => it.flowId === flowId && it.stepId === stepId)) continue;
    const isOver = !isHeld && variants.every((it) => it.variant === OWN_VARIANT || it.share === 0);
    if (isOver) continue;
    const after = variants.map((it) => ({ ...it, share: it.variant === OWN_VARIANT ? 1 : 0 }));
    const ended = { experiment: { ...experiment, isHeld: false }, after };
    await recordDecision(tx, shopId, { ...ended, evidence: { kind: "stopped" } }, now);
  }
}
