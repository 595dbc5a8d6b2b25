import type { HoldoutVariant } from "~/experiments/draw-holdout";
import {
  addSums,
  NO_SUMS,
  type OutcomeSums,
  type VariantPair,
} from "~/ml/experiments/adjusted-difference";

/** Days after the first email in which revenue counts. */
export const WINDOW_DAYS = [7, 30] as const;
export type WindowDays = (typeof WINDOW_DAYS)[number];

/** What is compared: one flow, one campaign, or (both empty) all email. */
export interface LiftSource {
  readonly flowId: string;
  readonly campaignId: string;
}

/**
 * Results of one variant of a flow or campaign at one holdout rate. Outcome: revenue within the window, after
 * discounts and refunds, at most the cap, in minor units. Covariate: the revenue forecast at the first email.
 */
export interface VariantRow extends OutcomeSums, LiftSource {
  readonly windowDays: WindowDays;
  readonly holdoutRate: number;
  readonly variant: HoldoutVariant;
}

/** The same for one day, that of the first email or the one withheld. */
export interface LiftDay extends VariantRow {
  /** YYYY-MM-DD in the shop's time zone. */
  readonly day: string;
}

/** Both variants of a flow or campaign at one holdout rate. */
export interface SourceLift extends VariantPair, LiftSource {
  readonly windowDays: WindowDays;
  readonly holdoutRate: number;
}

/** Whether an experiment compares the shop holdout with everyone else. */
export const isOfAllEmail = ({ flowId, campaignId }: LiftSource) =>
  flowId === "" && campaignId === "";

/** Groups variants into experiments; each window and holdout rate is an experiment of its own. */
export function experimentsOf(rows: readonly VariantRow[]): SourceLift[] {
  const found = new Map<string, SourceLift>();
  for (const row of rows) addVariant(found, row);
  return [...found.values()];
}

/** Adds a variant to the experiments found so far, by key. */
export function addVariant(found: Map<string, SourceLift>, row: VariantRow): void {
  const { flowId, campaignId, windowDays, holdoutRate, variant } = row;
  const key = `${flowId}|${campaignId}|${windowDays}|${holdoutRate}`;
  const known = found.get(key) ?? {
    ...{ flowId, campaignId, windowDays, holdoutRate },
    ...{ treated: NO_SUMS, holdout: NO_SUMS },
  };
  found.set(key, { ...known, [variant]: addSums(known[variant], row) });
}
