import type { TrainingProgress } from "~/jobs/training/training-run";
import { createBlendScratch, type BlendWeights, type BlendedList } from "../blend";
import { sortModels } from "./model-queries";
import { chooseWeights } from "./choose-weights";
import { encodeModels } from "./encode-models";
import { fitModels, type FitModelsInput } from "./fit-models";
import type { ListChoices } from "./list-choice";
import { listTasks } from "./list-tasks";
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

/**
 * A shop's whole training, as its thread runs it: fits on data up to a month ago, learns each list's weights from one
 * half of later purchases, evaluates them on the other half against the current ones, and fits on everything.
 */
export function trainRecommendationModels(
  input: TrainModelsInput,
  report: (progress: TrainingProgress) => void,
): TrainedRecommendationModels {
  const { purchases, products, now, inUse } = input;
  report({ step: "back_test", doneRatio: 0.1 });
  const cut = new Date(now.getTime() - WINDOW_DAYS * DAY_MS);
  const then = fitModels({ purchases, products, now: cut });
  const indices = new Map(then.productIds.map((id, index) => [id, index]));
  const histories = sortPurchases(purchases, indices, now.getTime());
  const mayBeListed = new Uint8Array(then.productIds.length);
  for (const { productId } of products) mayBeListed[indices.get(productId) ?? -1] = 1;

  const sorted = sortModels(then);
  const scratch = createBlendScratch(then.productIds.length);
  const choose = (list: BlendedList, doneRatio: number) => {
    report({ step: "ranking", doneRatio });
    const tasks = listTasks(list, histories, cut.getTime(), mayBeListed);
    const weights = inUse?.[list] ?? null;
    return chooseWeights({
      list,
      sorted,
      tasks,
      windowDays: WINDOW_DAYS,
      inUse: weights,
      scratch,
    });
  };
  const choices = {
    buy_again: choose("buy_again", 0.35),
    new_for_you: choose("new_for_you", 0.45),
    goes_with: choose("goes_with", 0.55),
  };
  report({ step: "orders", doneRatio: 0.65 });
  const models = fitModels(input);
  report({ step: "encoding", doneRatio: 0.95 });
  return {
    trainedAt: now,
    bytes: encodeModels(models),
    counts: {
      products: models.productIds.length,
      profiles: models.profileCount,
      pairs: models.pairCount,
    },
    choices,
  };
}
