import type { Snapshot } from "~/ml/customers/customer-features";
import { EXPLAINED, type ContenderName } from "~/ml/customers/contender-settings";
import { UNCHOSEN, type Competition, type FoldModel } from "./competition";
import {
  BG_NBD,
  CHANCE_LOSS,
  chancesBySurvival,
  chooseSetting,
  featureModel,
} from "./measure-fold";

type ChanceCompetition = Competition<Snapshot, Float64Array>;

interface Chance extends Pick<
  ChanceCompetition,
  "prediction" | "days" | "windows" | "missing" | "base" | "contenders"
> {
  /** The models of customers' features among the contenders. */
  readonly names: readonly ContenderName[];
}

/** Who compete for a probability, by its log loss. */
export const chanceCompetition = ({ names, ...chance }: Chance): ChanceCompetition => ({
  ...CHANCE_LOSS,
  ...chance,
  explained: EXPLAINED,
  settingOf: (winner) => {
    const name = names.find((it) => it === winner);
    return name ? chooseSetting(name, chance.windows).setting : null;
  },
});

/**
 * BG/NBD, survival, and models of customers' features.
 *
 * @param ofOrder what is predicted, by the probability of an order
 */
export const chanceRivals = (
  names: readonly ContenderName[],
  ofOrder: (chance: number) => number,
): readonly FoldModel[] => [
  BG_NBD,
  {
    name: "log_logistic",
    forecast: (fold) => ({
      ...UNCHOSEN,
      values: chancesBySurvival(fold)?.map(ofOrder) ?? fold.held.chances,
    }),
  },
  ...names.map(featureModel),
];
