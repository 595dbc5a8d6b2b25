import { measureLift, type Lift } from "../lift/lift";
import type { SourceLift } from "../lift/lift-days";
import { measureRevenueLift, type RevenueLift } from "../lift/revenue-lift";

/** Lift in order rate and revenue. */
export interface Effect {
  readonly buyers: Lift;
  readonly revenue: RevenueLift;
}

/** Lift of one flow or campaign. */
export interface SourceEffect extends Effect {
  /** Empty: of a campaign. */
  readonly flowId: string;
  readonly campaignId: string;
  /** Profiles whose window has ended, in both variants. */
  readonly people: number;
}

/** Lift over all flows and campaigns, and of each, largest first. */
export function effectsOf(counts: readonly SourceLift[]): {
  readonly overall: Effect;
  readonly sources: readonly SourceEffect[];
} {
  const sources = Map.groupBy(counts, ({ flowId, campaignId }) => `${flowId}|${campaignId}`);
  return {
    overall: effectOf(counts),
    sources: [...sources.values()]
      .flatMap((own) => {
        const [first] = own;
        if (!first) return [];
        const people = own.reduce((sum, it) => sum + it.treated.people + it.holdout.people, 0);
        const { flowId, campaignId } = first;
        return [{ flowId, campaignId, people, ...effectOf(own) }];
      })
      .sort((a, b) => b.people - a.people || a.flowId.localeCompare(b.flowId)),
  };
}

/** Lift over these experiments. */
export function effectOf(counts: readonly SourceLift[]): Effect {
  return { buyers: measureLift(counts), revenue: measureRevenueLift(counts) };
}
