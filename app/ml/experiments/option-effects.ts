import {
  drawNestedCoefficients,
  expandLikelihood,
  fitNestedRegression,
  solveQuadratic,
  type NestedOptions,
  type NestedPosterior,
} from "./nested-regression";
import type { NestedCells, NestedCoefficients, NestedPrior } from "./nested-cells";
import type { RandomNumbers } from "../numerics/random";

/** The options of each email, besides the merchant's own, which has no effect. */
export interface OptionLayout {
  /** Number of customer groups. */
  readonly groups: number;
  /** Number of options that several emails share. */
  readonly shared: number;
  /** For each email and each of its options, the shared option that it is, or `NOT_SHARED`. */
  readonly emails: readonly (readonly number[])[];
}

/** An option of one email only, such as its subject. */
export const NOT_SHARED = -1;

/** Outcomes of the emails to one group with the same options. */
export interface OptionCell {
  readonly email: number;
  readonly group: number;
  /** Numbers of the email's options that it had; without the merchant's own. */
  readonly options: readonly number[];
  /** As in `NestedCell`. */
  readonly size: number;
  readonly sum: number;
}

/** Prior standard deviations, > 0: log-odds for rates, the unit of the outcome for means. */
export interface EffectDeviations {
  /** Of the level: of emails, groups, and groups within an email. */
  readonly email: number;
  readonly group: number;
  readonly emailGroup: number;
  /** Of an option's effect: in the whole shop, and its deviations by email and by group. */
  readonly option: number;
  readonly optionEmail: number;
  readonly optionGroup: number;
  /** Of the effect of an option of one email only. */
  readonly ownOption: number;
}

/** The posterior of all levels and effects. */
export interface OptionEffects {
  readonly layout: OptionLayout;
  readonly data: NestedCells;
  readonly posterior: NestedPosterior;
  readonly deviations: EffectDeviations;
}

/** One option's effect in one context; the effect is the sum. */
export interface EffectParts {
  readonly shop: number;
  readonly email: number;
  readonly group: number;
}

/**
 * Fits levels and effects of options on an outcome, pooled over emails and groups: an email of one group has the
 * level offset + email + group + deviation of the group within the email, and each of its options adds an effect of
 * the whole shop, one of the email and one of the group. All are normal around 0, so a shop with few emails gets
 * small effects, and an option that is new to an email begins with what it does in others.
 *
 * - A. Gelman et al. Bayesian Data Analysis, 3rd edition, 2013, chapters 5 and 16.
 *
 * Cost: that of `fitNestedRegression`.
 */
export function fitOptionEffects(
  layout: OptionLayout,
  cells: readonly OptionCell[],
  deviations: EffectDeviations,
  options: NestedOptions,
): OptionEffects {
  const data = designOf(layout, cells);
  const posterior = fitNestedRegression(data, priorOf(layout, deviations), options);
  return { layout, data, posterior, deviations };
}

/** Candidates of a deviation, in log-odds: effects of 4, 6, 8, 12, 17, 25 and 36% on a rate. */
const CANDIDATES = [0.04, 0.06, 0.08, 0.12, 0.16, 0.22, 0.31];
/** The deviations that the data may change. */
const ESTIMATED = ["option", "optionEmail", "optionGroup", "ownOption"] as const;
/** How often all are tried; a third time changes nothing noticeable. */
const ROUNDS = 2;
/** Prior of a deviation: log-normal around its initial value with this deviation of the logarithm. */
const LOG_DEVIATION = 0.7;

/**
 * The same, with the deviations of the options' effects that make the data likely (empirical Bayes): one after the
 * other over a grid, by the marginal likelihood in Laplace's approximation times a weak prior around the given ones.
 * The likelihood is expanded once, around the fit with the given ones, so that a candidate costs no pass over the
 * cells.
 *
 * - D. MacKay. The evidence framework applied to classification networks. Neural Computation 4(5), 1992.
 *   doi:10.1162/neco.1992.4.5.720
 */
export function fitOptionDeviations(
  layout: OptionLayout,
  cells: readonly OptionCell[],
  initial: EffectDeviations,
  options: NestedOptions,
): OptionEffects {
  const data = designOf(layout, cells);
  const first = fitNestedRegression(data, priorOf(layout, initial), options);
  const quadratic = expandLikelihood(data, options, first.mean);
  const scoreOf = (deviations: EffectDeviations) => {
    const penalty = ESTIMATED.reduce(
      (sum, name) => sum + (Math.log(deviations[name] / initial[name]) / LOG_DEVIATION) ** 2 / 2,
      0,
    );
    return solveQuadratic(quadratic, priorOf(layout, deviations)).logEvidence - penalty;
  };
  let deviations = initial;
  let highest = first.logEvidence;
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ESTIMATED) {
      for (const value of CANDIDATES) {
        const tried = { ...deviations, [name]: value };
        const score = scoreOf(tried);
        if (score > highest) [deviations, highest] = [tried, score];
      }
    }
  }
  const posterior = fitNestedRegression(data, priorOf(layout, deviations), options, first.mean);
  return { layout, data, posterior, deviations };
}

/** Draws all levels and effects from their joint posterior. */
export function drawOptionEffects(
  { data, posterior }: OptionEffects,
  random: RandomNumbers,
): NestedCoefficients {
  return drawNestedCoefficients(data, posterior, random);
}

/** An email to a group, with one option besides the merchant's own. */
export interface OptionContext {
  readonly email: number;
  readonly group: number;
  /** Number of the email's option; null: the merchant's own. */
  readonly option: number | null;
}

/** The sum of the coefficients in a context, without the offset. */
export function predictOption(
  layout: OptionLayout,
  { shared, own }: NestedCoefficients,
  { email, group, option }: OptionContext,
): number {
  const { groups, emails } = layout;
  const its = own[email]!;
  const level = its[0]! + shared[group]! + its[1 + group]!;
  if (option === null) return level;
  const common = emails[email]![option]!;
  const effect = its[1 + groups + option]!;
  if (common === NOT_SHARED) return level + effect;
  return level + effect + shared[groups + common]! + shared[groupEffectAt(layout, common, group)]!;
}

/** The effect of an option in a context, by its parts. */
export function effectPartsOf(
  layout: OptionLayout,
  { shared, own }: NestedCoefficients,
  { email, group, option }: OptionContext,
): EffectParts {
  if (option === null) return { shop: 0, email: 0, group: 0 };
  const ofEmail = own[email]![1 + layout.groups + option]!;
  const common = layout.emails[email]![option]!;
  if (common === NOT_SHARED) return { shop: 0, email: ofEmail, group: 0 };
  return {
    shop: shared[layout.groups + common]!,
    email: ofEmail,
    group: shared[groupEffectAt(layout, common, group)]!,
  };
}

/** Place of a shared option's effect on a group: after the groups' levels and the options' effects. */
const groupEffectAt = ({ groups, shared }: OptionLayout, option: number, group: number) =>
  groups + shared + option * groups + group;

function designOf(layout: OptionLayout, cells: readonly OptionCell[]): NestedCells {
  const { groups, shared, emails } = layout;
  return {
    shared: groups + shared + shared * groups,
    own: emails.map((options) => 1 + groups + options.length),
    cells: cells.map(({ email, group, options, size, sum }) => {
      const common = options.map((option) => emails[email]![option]!).filter((it) => it >= 0);
      return {
        ...{ unit: email, size, sum },
        shared: [
          group,
          ...common.map((option) => groups + option),
          ...common.map((option) => groupEffectAt(layout, option, group)),
        ],
        own: [0, 1 + group, ...options.map((option) => 1 + groups + option)],
      };
    }),
  };
}

function priorOf({ groups, shared, emails }: OptionLayout, by: EffectDeviations): NestedPrior {
  const repeat = (count: number, deviation: number) =>
    Array.from({ length: count }, () => deviation ** -2);
  return {
    shared: Float64Array.from([
      ...repeat(groups, by.group),
      ...repeat(shared, by.option),
      ...repeat(shared * groups, by.optionGroup),
    ]),
    own: emails.map((options) =>
      Float64Array.from([
        by.email ** -2,
        ...repeat(groups, by.emailGroup),
        ...options.map((it) => (it === NOT_SHARED ? by.ownOption : by.optionEmail) ** -2),
      ]),
    ),
  };
}
