import type { HoldoutVariant } from "~/experiments/draw-holdout";
import type { VariantMoney, MoneyCounts } from "./revenue-lift";

/** Results of one variant of a flow or campaign at one holdout rate. */
export interface VariantRow extends VariantMoney {
  /** Empty: of a campaign or all email. */
  readonly flowId: string;
  /** Empty: of a flow or all email. */
  readonly campaignId: string;
  readonly holdoutRate: number;
  readonly variant: HoldoutVariant;
}

/** The same for one day, that of the first email or the one withheld. */
export interface LiftDay extends VariantRow {
  /** YYYY-MM-DD in the shop's time zone. */
  readonly day: string;
}

/** Both variants of a flow or campaign at one holdout rate. */
export interface SourceLift extends MoneyCounts {
  readonly flowId: string;
  readonly campaignId: string;
}

const NO_MONEY: VariantMoney = { people: 0, ordered: 0, netMinor: 0, netSquares: 0 };

/** Whether an experiment compares the shop holdout with everyone else. */
export const isOfAllEmail = ({ flowId, campaignId }: Pick<SourceLift, "flowId" | "campaignId">) =>
  flowId === "" && campaignId === "";

/** Groups variants into experiments; each holdout rate is an experiment of its own. */
export function experimentsOf(rows: readonly VariantRow[]): SourceLift[] {
  const found = new Map<string, SourceLift>();
  for (const { flowId, campaignId, holdoutRate, variant, ...counts } of rows) {
    const key = JSON.stringify([flowId, campaignId, holdoutRate]);
    const known = found.get(key) ?? {
      flowId,
      campaignId,
      holdoutRate,
      treated: NO_MONEY,
      holdout: NO_MONEY,
    };
    found.set(key, { ...known, [variant]: add(known[variant], counts) });
  }
  return [...found.values()];
}

function add(a: VariantMoney, b: VariantMoney): VariantMoney {
  return {
    people: a.people + b.people,
    ordered: a.ordered + b.ordered,
    netMinor: a.netMinor + b.netMinor,
    netSquares: a.netSquares + b.netSquares,
  };
}
