import type { HoldoutArm } from "~/experiments/draw-holdout";
import type { ArmMoney, MoneyCounts } from "./revenue-lift";

/** People of one arm of a flow or a campaign, who were drawn by one share. */
export interface ArmRow extends ArmMoney {
  /** Empty: of a campaign, or of all mail. */
  readonly flowId: string;
  /** Empty: of a flow, or of all mail. */
  readonly campaignId: string;
  readonly holdoutRate: number;
  readonly arm: HoldoutArm;
}

/** The same of one day: that on which they got their first mail, or would have. */
export interface LiftDay extends ArmRow {
  /** YYYY-MM-DD, on the shop's calendar. */
  readonly day: string;
}

/** Both arms of a flow or a campaign, drawn by one share. */
export interface SourceLift extends MoneyCounts {
  readonly flowId: string;
  readonly campaignId: string;
}

const NO_MONEY: ArmMoney = { people: 0, ordered: 0, netMinor: 0, netSquares: 0 };

/** Whether an experiment compares those who are left out of all mail with everybody else. */
export const isOfAllMail = ({ flowId, campaignId }: Pick<SourceLift, "flowId" | "campaignId">) =>
  flowId === "" && campaignId === "";

/** The experiments that these arms belong to: who was drawn by another share is one of another. */
export function experimentsOf(rows: readonly ArmRow[]): SourceLift[] {
  const found = new Map<string, SourceLift>();
  for (const { flowId, campaignId, holdoutRate, arm, ...counts } of rows) {
    const key = JSON.stringify([flowId, campaignId, holdoutRate]);
    const known = found.get(key) ?? {
      flowId,
      campaignId,
      holdoutRate,
      treated: NO_MONEY,
      holdout: NO_MONEY,
    };
    found.set(key, { ...known, [arm]: add(known[arm], counts) });
  }
  return [...found.values()];
}

function add(a: ArmMoney, b: ArmMoney): ArmMoney {
  return {
    people: a.people + b.people,
    ordered: a.ordered + b.ordered,
    netMinor: a.netMinor + b.netMinor,
    netSquares: a.netSquares + b.netSquares,
  };
}
