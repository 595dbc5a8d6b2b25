import {
  fitOptionDeviations,
  fitOptionEffects,
  NOT_SHARED,
  type EffectDeviations,
  predictOption,
  type OptionCell,
  type OptionContext,
  type OptionEffects,
  type OptionLayout,
} from "~/ml/experiments/option-effects";
import type { NestedCoefficients } from "~/ml/experiments/nested-cells";
import { OWN_VARIANT, type ExperimentKind } from "../optimization/experiment";
import type { PolicyCell, PolicyExperiment, PolicyInput } from "./policy-input";
import { sumOutcomes, type PolicyOutcomes } from "./policy-outcomes";

/** The posteriors of clicks, unsubscribes and the value of a click, over the same emails and options. */
export interface ValueModel {
  /** Number of an email with a choice. */
  readonly emailAt: (email: string) => number;
  readonly layout: OptionLayout;
  /** Numbers of an email's options by kind and variant. */
  readonly optionOf: (email: string, kind: ExperimentKind, variant: string) => number | undefined;
  readonly clicks: OptionEffects;
  readonly unsubscribes: OptionEffects;
  /** In units of `clickValue`. */
  readonly values: OptionEffects;
  /** Log-odds of a click and an unsubscribe in the whole shop. */
  readonly clickOffset: number;
  readonly unsubscribeOffset: number;
  /** Mean net margin of a click in the whole shop, in minor units. */
  readonly clickValue: number;
  readonly lostSubscriber: number;
}

/** Coefficients of the three outcomes: a draw, or the means. */
export interface ValueCoefficients {
  readonly clicks: NestedCoefficients;
  readonly unsubscribes: NestedCoefficients;
  readonly values: NestedCoefficients;
}

/**
 * Log-odds of clicks. Levels differ by factors between emails, so their prior is weak. Effects: two subjects differ
 * by about a sixth, lists and layouts less; the data changes these four (`fitOptionDeviations`).
 */
const CLICKS: EffectDeviations = {
  ...{ email: 1, group: 0.7, emailGroup: 0.2 },
  ...{ option: 0.12, optionEmail: 0.12, optionGroup: 0.08, ownOption: 0.16 },
};
/** Unsubscribes are too rare to estimate how much options differ. */
const UNSUBSCRIBES: EffectDeviations = {
  ...{ email: 0.5, group: 0.7, emailGroup: 0.2 },
  ...{ option: 0.1, optionEmail: 0.1, optionGroup: 0.05, ownOption: 0.1 },
};
/** Relative to the shop's mean. The orders of a click differ so much that all are shrunk strongly. */
const VALUES: EffectDeviations = {
  ...{ email: 0.3, group: 0.2, emailGroup: 0.1 },
  ...{ option: 0.08, optionEmail: 0.08, optionGroup: 0.04, ownOption: 0.1 },
};

/** Weight of the usual rates in the shop's, in emails: 3% clicks and .2% unsubscribes. */
const RATE_WEIGHT = 200;
const USUAL_CLICKS = 0.03;
const USUAL_UNSUBSCRIBES = 0.002;
/** Weight of the expected value of a click in the shop's mean, in clicks. */
const VALUE_WEIGHT = 20;
/** Deviation of a click's value relative to its mean: few clicks lead to an order. */
const USUAL_SPREAD = 4;
const MIN_VALUED = 100;

/** Fits the three outcomes to a shop's counts. */
export function fitValueModel({
  groups,
  experiments,
  cells,
  economics,
}: Pick<PolicyInput, "groups" | "experiments" | "cells" | "economics">): ValueModel {
  const { emails, layout } = layOutOptions(groups, experiments);
  const optionOf = (email: string, kind: ExperimentKind, variant: string) =>
    emails.get(email)?.numbers.get(`${kind}/${variant}`);

  const placed = cells.flatMap((cell) => {
    const its = emails.get(cell.email);
    const drawn = Object.entries(cell.variants).filter(([, variant]) => variant !== OWN_VARIANT);
    const options = drawn.flatMap(
      ([kind, variant]) => its?.numbers.get(`${kind}/${variant}`) ?? [],
    );
    // A variant that was removed since says nothing about those that are left.
    if (!its || options.length < drawn.length) return [];
    return [{ cell, email: its.at, group: cell.group, options }];
  });
  const count = (size: (cell: PolicyCell) => number, sum: (cell: PolicyCell) => number) =>
    placed.flatMap(({ cell, ...place }): OptionCell[] =>
      size(cell) > 0 ? [{ ...place, size: size(cell), sum: sum(cell) }] : [],
    );

  const totals = sumOutcomes(cells);
  const clickOffset = logOddsOf(totals.clicks, totals.sends, USUAL_CLICKS);
  const unsubscribeOffset = logOddsOf(totals.unsubscribes, totals.sends, USUAL_UNSUBSCRIBES);
  const clickValue =
    (VALUE_WEIGHT * economics.clickValue + totals.net) / (VALUE_WEIGHT + totals.valued);
  const variance = varianceOf(totals, clickValue) / clickValue ** 2;
  return {
    emailAt: (email) => emails.get(email)?.at ?? -1,
    ...{ layout, optionOf, clickOffset, unsubscribeOffset, clickValue },
    lostSubscriber: economics.lostSubscriber,
    clicks: fitOptionDeviations(
      layout,
      count(
        (it) => it.sends,
        (it) => it.clicks,
      ),
      CLICKS,
      { outcome: "rate", offset: clickOffset },
    ),
    unsubscribes: fitOptionEffects(
      layout,
      count(
        (it) => it.sends,
        (it) => it.unsubscribes,
      ),
      UNSUBSCRIBES,
      { outcome: "rate", offset: unsubscribeOffset },
    ),
    values: fitOptionEffects(
      layout,
      count(
        (it) => it.valued / variance,
        (it) => it.net / clickValue / variance,
      ),
      VALUES,
      { outcome: "mean", offset: 1 },
    ),
  };
}

/** An email's number, and the numbers of its options by kind and variant. */
interface EmailOptions {
  readonly at: number;
  readonly numbers: Map<string, number>;
  /** Each option's shared option, or `NOT_SHARED`. */
  readonly shared: number[];
}

function layOutOptions(
  groups: number,
  experiments: readonly PolicyExperiment[],
): { readonly emails: ReadonlyMap<string, EmailOptions>; readonly layout: OptionLayout } {
  const emails = new Map<string, EmailOptions>();
  const shared = new Map<string, number>();
  for (const { email, kind, variants } of experiments) {
    const known = emails.get(email);
    const its: EmailOptions = known ?? { at: emails.size, numbers: new Map(), shared: [] };
    emails.set(email, its);
    for (const variant of variants) {
      if (variant === OWN_VARIANT) continue;
      const key = `${kind}/${variant}`;
      if (kind !== "subject") shared.set(key, shared.get(key) ?? shared.size);
      its.numbers.set(key, its.shared.length);
      its.shared.push(shared.get(key) ?? NOT_SHARED);
    }
  }
  const layout = {
    groups,
    shared: shared.size,
    emails: [...emails.values()].map((its) => its.shared),
  };
  return { emails, layout };
}

/** The three expectations of an email. */
interface EmailOutlook {
  readonly clickRate: number;
  /** Of a click, in minor units. */
  readonly clickValue: number;
  readonly unsubscribeRate: number;
}

/** Lowest value of a click relative to the shop's mean: no email's or option's clicks earn nothing. */
const MIN_VALUE = 0.2;

/** What one email is expected to do, by a draw or the means of the coefficients. */
export function outlookOf(
  model: ValueModel,
  at: ValueCoefficients,
  context: OptionContext,
): EmailOutlook {
  const { layout } = model;
  const unsubscribes = predictOption(layout, at.unsubscribes, context);
  return {
    clickRate: rateAt(model.clickOffset + predictOption(layout, at.clicks, context)),
    clickValue:
      model.clickValue * Math.max(MIN_VALUE, 1 + predictOption(layout, at.values, context)),
    unsubscribeRate: rateAt(model.unsubscribeOffset + unsubscribes),
  };
}

/** Expected value of an email in minor units: what its clicks earn minus the subscribers it loses. */
export function emailValueOf(
  { lostSubscriber }: Pick<ValueModel, "lostSubscriber">,
  { clickRate, clickValue, unsubscribeRate }: EmailOutlook,
): number {
  return clickRate * clickValue - unsubscribeRate * lostSubscriber;
}

export const rateAt = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

function logOddsOf(count: number, sends: number, usual: number): number {
  const rate = (count + RATE_WEIGHT * usual) / (sends + RATE_WEIGHT);
  return Math.log(rate / (1 - rate));
}

/** Variance of one click's value; with few, at least the usual spread around the mean. */
function varianceOf({ valued, net, netSquared }: PolicyOutcomes, clickValue: number): number {
  const seen = valued > 0 ? netSquared / valued - (net / valued) ** 2 : 0;
  return valued < MIN_VALUED || !(seen > 0)
    ? Math.max(seen, (USUAL_SPREAD * clickValue) ** 2)
    : seen;
}
