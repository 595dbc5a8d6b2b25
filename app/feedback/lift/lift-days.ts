import { z } from "zod";
import { HoldoutVariant } from "~/experiments/draw-holdout";
import {
  addSums,
  NO_SUMS,
  type OutcomeSums,
  type VariantPair,
} from "~/ml/experiments/adjusted-difference";

/** Days after the first email in which revenue counts. */
export const WINDOW_DAYS = [7, 30] as const;
export type WindowDays = (typeof WINDOW_DAYS)[number];

/** What is compared: one flow, one campaign, (both empty) all email, or `BASELINE`. */
export interface LiftSource {
  readonly flowId: string;
  readonly campaignId: string;
}

/** The baseline group (`holdout`) against all other customers who are emailed; the shop holdout has `no_email`. */
export const BASELINE: LiftSource = { flowId: "", campaignId: "baseline" };

export const LiftVariant = z.enum([...HoldoutVariant.options, "no_email"]);

/**
 * Results of one variant of a flow or campaign at one holdout rate. Outcome: revenue within the window, after
 * discounts and refunds, at most the cap, in minor units. Covariate: the revenue forecast at the first email.
 */
export interface VariantRow extends OutcomeSums, LiftSource {
  readonly windowDays: WindowDays;
  readonly holdoutRate: number;
  readonly variant: z.infer<typeof LiftVariant>;
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

/** `all_email` compares everyone with the shop holdout, `baseline` with the baseline group. */
export type LiftComparison = "source" | "all_email" | "baseline";

export function comparisonOf({ flowId, campaignId }: LiftSource): LiftComparison {
  if (flowId !== "") return "source";
  if (campaignId === "") return "all_email";
  return campaignId === BASELINE.campaignId ? "baseline" : "source";
}

/** Groups variants into experiments; each window and holdout rate is an experiment of its own. */
export function experimentsOf(rows: readonly VariantRow[]): SourceLift[] {
  const found = new Map<string, SourceLift>();
  for (const row of rows) addVariant(found, row);
  return [...found.values()];
}

/** Adds a variant to the experiments found so far, by key. Experiments compare two variants: `no_email` is left out. */
export function addVariant(found: Map<string, SourceLift>, row: VariantRow): void {
  if (row.variant === "no_email") return;
  const { flowId, campaignId, windowDays, holdoutRate, variant } = row;
  const key = `${flowId}|${campaignId}|${windowDays}|${holdoutRate}`;
  const known = found.get(key) ?? {
    ...{ flowId, campaignId, windowDays, holdoutRate },
    ...{ treated: NO_SUMS, holdout: NO_SUMS },
  };
  found.set(key, { ...known, [variant]: addSums(known[variant], row) });
}
