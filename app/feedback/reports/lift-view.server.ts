import type { Db } from "~/db.server";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import type { ShopId } from "~/lib/shop-id";
import type { RevenueCaps } from "../lift/count-lift.server";
import { findHoldoutUndo } from "../lift/holdout-store.server";
import type { LiftAnswer } from "../lift/lift-answers";
import { findLift } from "../lift/lift-store.server";

/** What merchants see of the measured effect of their emails. */
export interface LiftView {
  /** ISO 8601; null before the first count. */
  readonly countedAt: string | null;
  readonly caps: RevenueCaps;
  readonly answers: readonly (LiftAnswer & { readonly name: string })[];
  readonly holdoutRate: number;
  /** The rate before a change of the last days that can be undone; null: none. */
  readonly undoRate: number | null;
}

/** The latest answers with their names. */
export async function loadLiftView(db: Db, shopId: ShopId, now: Date): Promise<LiftView> {
  const [lift, settings, undoRate, flows, campaigns] = await Promise.all([
    findLift(db, shopId),
    db.settings.findUnique({ where: { shopId }, select: { sending: true } }),
    findHoldoutUndo(db, shopId, now),
    db.flow.findMany({ where: { shopId }, select: { flowId: true, name: true } }),
    db.campaign.findMany({ where: { shopId }, select: { campaignId: true, name: true } }),
  ]);
  const names = new Map<string, string>([
    ...flows.map(({ flowId, name }) => [`${flowId}|`, name] as const),
    ...campaigns.map(({ campaignId, name }) => [`|${campaignId}`, name] as const),
  ]);
  return {
    countedAt: lift?.countedAt.toISOString() ?? null,
    caps: lift?.caps ?? { 7: null, 30: null },
    answers: (lift?.answers ?? []).map((it) => ({
      ...it,
      name: names.get(`${it.flowId}|${it.campaignId}`) ?? it.flowId + it.campaignId,
    })),
    holdoutRate: HoldoutSettings.parse(settings?.sending ?? {}).holdoutRate,
    undoRate,
  };
}
