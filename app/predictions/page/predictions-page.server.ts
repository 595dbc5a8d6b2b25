import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { BEHAVIOR_DAYS } from "../models/behavior";
import { findPredictionModels, type ModelRows } from "../models/model-store.server";
import { countPredictions, listBins, listGroups } from "./prediction-counts.server";
import { MODEL_KINDS, type PredictionsSummary } from "../predictions-summary";
import { describeMissing } from "../words/describe-missing";
import { describeModel, METRIC_WORDS } from "../words/describe-model";
import {
  describeBehavior,
  describeIntentModel,
  describeOneFeature,
} from "../words/describe-weights";

/** Data of the predictions page. */
export async function getPredictionsSummary(db: Db, shopId: ShopId): Promise<PredictionsSummary> {
  const shop = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { currency: true, timeZone: true },
  });
  const models = await findPredictionModels(db, shopId);
  return {
    ...shop,
    ...(await countPredictions(db, shopId)),
    metricWords: METRIC_WORDS,
    models: models ? MODEL_KINDS.map((kind) => describeModel(models[kind])) : [],
    intent: models ? intentOf(models) : { backTests: [], base: null, full: null, missing: null },
    behavior: models ? behaviorOf(models) : { missing: NOT_TRAINED },
    distributions: await listBins(db, shopId),
    groups: await listGroups(db, shopId),
  };
}

const NOT_TRAINED = "Nothing has been learned yet.";

function intentOf({ intent: { model, quality } }: ModelRows): PredictionsSummary["intent"] {
  const backTests = quality.horizons.map(({ days, measured, missing }) => ({
    days,
    measured,
    missing: missing && describeMissing(missing),
  }));
  const full = model.horizons.find(({ days }) => days === model.base?.days)?.model;
  return {
    backTests,
    base: model.base && describeOneFeature(model.base),
    full: full && model.base ? describeIntentModel(full, model.base) : null,
    missing: model.base ? null : (backTests.find(({ missing }) => missing)?.missing ?? NOT_TRAINED),
  };
}

function behaviorOf({ behavior: { model, quality } }: ModelRows): PredictionsSummary["behavior"] {
  if (!model.fitted) {
    return { missing: quality.missing ? describeMissing(quality.missing) : NOT_TRAINED };
  }
  const { rSquared, residualDeviation } = model.fitted;
  return {
    ...describeBehavior(model.fitted, BEHAVIOR_DAYS),
    days: BEHAVIOR_DAYS,
    rSquared,
    residualDeviation,
    missing: null,
  };
}
