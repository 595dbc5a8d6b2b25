import { drawOptionEffects, type OptionContext } from "~/ml/experiments/option-effects";
import { createRandomNumbers } from "~/ml/numerics/random";
import { unitHash } from "../draw-holdout";
import { OWN_VARIANT, RANDOM_HOUR, type ExperimentKind } from "../optimization/experiment";
import type { PolicyEvidence } from "../optimization/policy-evidence";
import { explainOption } from "./explain-option";
import type { PolicyCell, PolicyExperiment, PolicyInput } from "./policy-input";
import { sharesOfChances } from "./shares-of-chances";
import {
  emailValueOf,
  fitValueModel,
  outlookOf,
  type ValueCoefficients,
  type ValueModel,
} from "./value-model";

/** What is chosen for one email and kind. */
export interface PolicyChoice {
  readonly email: string;
  readonly kind: ExperimentKind;
  /** Groups × variants, in the order of the experiment's; each group's shares add up to 1. */
  readonly groupShares: readonly (readonly number[])[];
  /** Means of the groups' shares, weighted by their emails. */
  readonly shares: readonly number[];
  readonly evidence: PolicyEvidence;
}

/** Minimum counted emails of a shop. */
export const MIN_POLICY_SENDS = 200;
/** Draws from the posterior: a chance of a half has a standard error of 3 points. */
const DRAWS = 256;
/** Sharper than 1, because a test is worth little after a season: measured in decision 64. */
const SHARPNESS = 2;
/** Tail below the lower end of the interval that a claim needs. */
const TAIL = 0.025;
/** Options shown: the choice and two runners-up. */
const SHOWN = 3;

/**
 * Shares of the variants for each email and customer group, by Thompson sampling of their expected value: the
 * probability of a click times the net margin of a click, minus that of an unsubscribe times the cost of a lost
 * subscriber, from a model that is pooled over emails and groups (`fitValueModel`). Each kind is chosen with the
 * other kinds at the merchant's setting; effects add up, so this loses little.
 *
 * - W. Thompson. On the likelihood that one unknown probability exceeds another in view of the evidence of two
 *   samples. Biometrika 25, 1933. doi:10.1093/biomet/25.3-4.285
 * - O. Chapelle, L. Li. An empirical evaluation of Thompson sampling. NeurIPS 2011 (with Laplace's approximation of
 *   a logistic regression).
 *
 * @returns one choice per experiment, in their order; nothing below 200 counted emails in the shop
 */
export function decidePolicy(input: PolicyInput): PolicyChoice[] {
  const sends = input.cells.reduce((sum, cell) => sum + cell.sends, 0);
  if (sends < MIN_POLICY_SENDS) return [];
  const model = fitValueModel(input);
  const cells = Map.groupBy(input.cells, ({ email }) => email);
  const questions = input.experiments.map((experiment) =>
    ask(model, experiment, { groups: input.groups, cells: cells.get(experiment.email) ?? [] }),
  );
  const random = createRandomNumbers(Math.floor(unitHash(`${input.seed}|${input.day}`) * 2 ** 31));
  for (let draw = 0; draw < DRAWS; draw++) {
    const coefficients = {
      clicks: drawOptionEffects(model.clicks, random),
      unsubscribes: drawOptionEffects(model.unsubscribes, random),
      values: drawOptionEffects(model.values, random),
    };
    for (const question of questions) tally(model, question, coefficients);
  }
  return questions.map((question) => answer(model, question));
}

/** An option of an experiment. */
interface AskedOption {
  readonly variant: string;
  /** null: the merchant's own. */
  readonly option: number | null;
  /** Whether it may be chosen, or is only measured. */
  readonly isChosen: boolean;
  /** One context for each group. */
  readonly contexts: readonly OptionContext[];
  /** Draws in which it has the highest value, by group and in all groups. */
  readonly wins: number[];
  winsOfAll: number;
  /** Gain over the merchant's own in all groups, by draw. */
  readonly gains: number[];
  /** Value in the current draw. */
  value: number;
}

/** An experiment with the tallies of the draws. */
interface Question {
  readonly experiment: PolicyExperiment;
  /** Cells of its email. */
  readonly cells: readonly PolicyCell[];
  readonly email: number;
  readonly own: AskedOption;
  /** All, the merchant's own included. */
  readonly options: readonly AskedOption[];
  /** Share of each group of the email's emails. */
  readonly weights: readonly number[];
}

function ask(
  model: ValueModel,
  experiment: PolicyExperiment,
  { groups, cells }: { readonly groups: number; readonly cells: readonly PolicyCell[] },
): Question {
  const counts = Array.from({ length: groups }, (_, at) =>
    cells.reduce((sum, { group, sends }) => sum + (group === at ? sends : 0), 1),
  );
  const all = counts.reduce((sum, count) => sum + count, 0);
  const email = model.emailAt(experiment.email);
  const options = experiment.variants.map((variant): AskedOption => {
    const option = model.optionOf(experiment.email, experiment.kind, variant) ?? null;
    return {
      ...{ variant, option, winsOfAll: 0, gains: [], value: 0 },
      isChosen: variant !== RANDOM_HOUR,
      contexts: counts.map((_, group) => ({ email, group, option })),
      wins: counts.map(() => 0),
    };
  });
  const own = options.find(({ option }) => option === null);
  if (!own) throw new Error("an experiment needs the merchant's own variant");
  return { experiment, cells, email, own, options, weights: counts.map((count) => count / all) };
}

/** Counts one draw: which option is worth most for each group and for all, and each one's gain. */
function tally(
  model: ValueModel,
  { own, options, weights }: Question,
  at: ValueCoefficients,
): void {
  for (const option of options) option.value = 0;
  weights.forEach((weight, group) => {
    let best = own;
    let highest = -Infinity;
    for (const option of options) {
      const context = option.contexts[group];
      if (!context) continue;
      const value = emailValueOf(model, outlookOf(model, at, context));
      option.value += weight * value;
      if (option.isChosen && value > highest) [best, highest] = [option, value];
    }
    best.wins[group] = (best.wins[group] ?? 0) + 1;
  });
  let best = own;
  for (const option of options) {
    option.gains.push(option.value - own.value);
    if (option.isChosen && option.value > best.value) best = option;
  }
  best.winsOfAll++;
}

function answer(
  model: ValueModel,
  { experiment, cells, email, own, options, weights }: Question,
): PolicyChoice {
  // An hour drawn at random is the exploration of the hour; other kinds explore each of their options.
  const isHour = options.some(({ isChosen }) => !isChosen);
  const groupShares = weights.map((_, group) =>
    sharesOfChances(
      options.map((it) => ({
        chance: (it.wins[group] ?? 0) / DRAWS,
        isOwn: it === own,
        isExplored: isHour ? !it.isChosen : true,
      })),
      SHARPNESS,
    ),
  );
  const shares = options.map((_, n) =>
    groupShares.reduce((sum, its, group) => sum + (weights[group] ?? 0) * (its[n] ?? 0), 0),
  );
  const explain = (it: AskedOption) => ({
    ...it,
    ...explainOption(model, { email, option: it.option, weights }),
  });
  const ranked = options
    .filter(({ isChosen }) => isChosen)
    .map(explain)
    .sort((a, b) => b.value - a.value);
  const favored = ranked[0] ?? explain(own);
  const gains = favored.gains.toSorted((a, b) => a - b);
  const low = gains[Math.floor(TAIL * DRAWS)] ?? 0;
  const high = gains[Math.ceil((1 - TAIL) * DRAWS) - 1] ?? 0;
  return {
    ...{ email: experiment.email, kind: experiment.kind, groupShares, shares },
    evidence: {
      kind: "value",
      favored: favored.variant,
      chance: favored.winsOfAll / DRAWS,
      gain: { low, mean: favored.value - favored.reasons.base, high },
      isSupported: favored.option !== null && low > 0,
      reasons: favored.reasons,
      options: ranked.slice(0, SHOWN).map(({ variant, value }) => ({
        ...{ variant, value },
        ...countOf(cells, experiment, variant),
      })),
      awaitsApproval: false,
    },
  };
}

/** Emails and clicks of a variant. */
function countOf(
  cells: readonly PolicyCell[],
  { kind }: PolicyExperiment,
  variant: string,
): { sends: number; clicks: number } {
  const its = cells.filter(({ variants }) => (variants[kind] ?? OWN_VARIANT) === variant);
  return {
    sends: its.reduce((sum, cell) => sum + cell.sends, 0),
    clicks: its.reduce((sum, cell) => sum + cell.clicks, 0),
  };
}
