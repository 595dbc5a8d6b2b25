import type { TrainingProgress } from "~/jobs/training/training-run";
import { createBlendScratch, type BlendWeights, type BlendedList } from "../blend";
import { sortModels } from "./model-queries";
import { chooseSettings } from "./choose-settings";
import { chooseSimilarShare } from "./choose-similar-share";
import { chooseWeights } from "./choose-weights";
import { mineProductRules } from "../baskets/mine-rules";
import { indexRules } from "../baskets/rule-index";
import { encodeModels } from "./encode-models";
import {
  fitFrom,
  fitModels,
  fitters,
  prepareFit,
  type FitModelsInput,
  type RecommendationModels,
} from "./fit-models";
import type { ListChoices } from "./list-choice";
import { findReturning, listTasks } from "./list-tasks";
import { DAY_MS } from "../purchases/purchase";
import { sortPurchases } from "../purchases/purchase-histories";

export interface TrainModelsInput extends FitModelsInput {
  /** The weights in use; `null` before the first fit. */
  readonly inUse: Readonly<Record<BlendedList, BlendWeights>> | null;
}

export interface TrainedRecommendationModels {
  readonly trainedAt: Date;
  /** The encoded models, since encoding takes time too. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly counts: { readonly products: number; readonly profiles: number; readonly pairs: number };
  readonly choices: ListChoices;
}

/** The last weeks, used for evaluating rankings. */
const WINDOW_DAYS = 30;

type Report = (progress: TrainingProgress) => void;

/** A shop's whole training, as its thread runs it. */
export function trainRecommendationModels(
  input: TrainModelsInput,
  report: Report,
): TrainedRecommendationModels {
  const { models, choices } = trainModels(input, report);
  report({ step: "encoding", doneRatio: 0.95 });
  return {
    trainedAt: input.now,
    bytes: encodeModels(models),
    counts: {
      products: models.productIds.length,
      profiles: models.profileCount,
      pairs: models.pairCount,
    },
    choices,
  };
}

/**
 * Fits on data up to a month ago, chooses each model's settings and each list's weights by later purchases, and fits
 * on everything with these settings.
 */
export function trainModels(
  input: TrainModelsInput,
  report: Report,
): { readonly models: RecommendationModels; readonly choices: ListChoices } {
  const { settings, choices } = chooseModels(input, report);
  report({ step: "orders", doneRatio: 0.65 });
  const { visits, ...orders } = input;
  const fitted = usesVisits(choices) ? input : orders;
  return { models: fitModels(fitted, settings), choices };
}

/** Whether a list ranks by visits: otherwise the models need not know them. */
export function usesVisits(choices: ListChoices): boolean {
  return Object.values(choices).some(({ visits }) => visits?.areUsed);
}

/** Chooses settings and weights by the purchases of the last month. */
export function chooseModels(input: TrainModelsInput, report: Report) {
  report({ step: "back_test", doneRatio: 0.1 });
  const { products, now, inUse } = input;
  const cut = new Date(now.getTime() - WINDOW_DAYS * DAY_MS);
  const { settings, sorted, histories, customers, candidates } = fitBeforeCut(input, cut);
  const scratch = createBlendScratch(sorted.models.productIds.length);
  const choose = (list: BlendedList) => {
    return chooseWeights({
      list,
      sorted,
      tasks: listTasks(list, customers, candidates),
      windowDays: WINDOW_DAYS,
      inUse: inUse?.[list] ?? null,
      scratch,
    });
  };
  report({ step: "ranking", doneRatio: 0.35 });
  const forNewProducts = choose("new_for_you");
  const similar = chooseSimilarShare({
    histories,
    cut: cut.getTime(),
    customers,
    products,
    sorted,
    mayBeListed: candidates,
    chosen: forNewProducts,
    scratch,
  });
  const choices = {
    buy_again: choose("buy_again"),
    new_for_you: { ...forNewProducts, similar },
    next_basket: choose("next_basket"),
    goes_with: choose("goes_with"),
  };
  return { settings, choices };
}

/**
 * The models as of a day, with the settings that the purchases after it choose. What only the fits need can be freed
 * when this returns.
 */
function fitBeforeCut({ purchases, products, visits, now }: TrainModelsInput, cut: Date) {
  const data = prepareFit({ purchases, products, ...(visits && { visits }), now: cut });
  const indices = new Map(data.productIds.map((id, index) => [id, index]));
  const histories = sortPurchases(purchases, indices, now.getTime());
  const customers = findReturning(histories, cut.getTime(), data.browsing?.visits);
  const { candidates } = data;
  const ease = fitters.ease(data);
  const settings = chooseSettings({
    data,
    ease,
    newForYou: listTasks("new_for_you", customers, candidates),
    nextBasket: listTasks("next_basket", customers, candidates),
  });

  const rules = indexRules(mineProductRules(purchases, cut).rules, indices);
  const sorted = sortModels(fitFrom(data, products, settings, ease), rules);
  return { settings, sorted, histories, customers, candidates };
}
