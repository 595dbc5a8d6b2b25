import type { Db } from "~/db.server";
import { keepCount } from "~/lib/keep-count.server";
import type { ShopId } from "~/lib/shop-id";
import { areComparisonsOff, findSelection } from "~/predictions/contenders/selection-store.server";
import { findPredictionModels, type ModelRows } from "~/predictions/models/model-store.server";
import {
  MODEL_KINDS,
  type PredictionsSummary,
  type ModelKind,
  type ModelVerdict,
  type ShownModel,
  type ShownSelections,
} from "~/predictions/predictions-summary";
import { startOfDay } from "~/predictions/history/shop-history";
import { isProven, type Quality } from "~/predictions/quality";
import { countPredictions, listBins, listGroups } from "./prediction-counts.server";
import { toBaseFit, toBehaviorFit, toFullFit } from "./shown-fits";

/** Data of the predictions page. */
export async function getPredictionsSummary(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<PredictionsSummary> {
  const [shop, models, areOff, selection] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { currency: true } }),
    findPredictionModels(db, shopId),
    areComparisonsOff(db, shopId),
    getSelection(db, shopId),
  ]);
  const counted = await keepCount(
    shopId,
    // New models score all customers anew.
    `predictions/${models?.intent.trainedAt.toISOString() ?? ""}`,
    { now, sizeOf: ({ profiles }) => profiles },
    () => countScores(db, shopId),
  );
  return {
    ...shop,
    ...counted.value,
    countedAt: counted.countedAt,
    models: models ? MODEL_KINDS.map((kind) => toShownModel(models[kind])) : [],
    areMethodsCompared: !areOff,
    selection,
    intent: models ? intentOf(models) : { backTests: [], base: null, full: null, missing: null },
    behaviors: models ? behaviorsOf(models) : [],
  };
}

async function countScores(db: Db, shopId: ShopId) {
  const [counts, distributions, groups] = await Promise.all([
    countPredictions(db, shopId),
    listBins(db, shopId),
    listGroups(db, shopId),
  ]);
  return { ...counts, distributions, groups };
}

async function getSelection(db: Db, shopId: ShopId): Promise<ShownSelections | null> {
  const stored = await findSelection(db, shopId);
  return (
    stored && {
      selectedAt: stored.selectedAt.toISOString(),
      selections: stored.selections.map(({ winner, folds, ...selection }) => ({
        ...selection,
        folds: folds.map(({ fromDay, customers }) => ({
          from: startOfDay(fromDay).toISOString(),
          customers,
        })),
        winner: winner?.name ?? null,
      })),
    }
  );
}

function intentOf({ intent: { model, quality } }: ModelRows): PredictionsSummary["intent"] {
  const { base, horizons } = model;
  const backTests = quality.horizons;
  const full = horizons.find(({ days }) => days === base?.days)?.model;
  return {
    backTests,
    base: base && toBaseFit(base),
    full: full && base ? toFullFit(full, base) : null,
    missing: base ? null : (backTests.find(({ missing }) => missing)?.missing ?? null),
  };
}

function behaviorsOf({ behavior: { model } }: ModelRows): PredictionsSummary["behaviors"] {
  return model.fits.map(({ behavior, model: fit, missing }) => ({
    behavior,
    fit: fit && toBehaviorFit(fit),
    missing,
  }));
}

interface StoredModel {
  readonly kind: ModelKind;
  readonly trainedAt: Date;
  readonly quality: Quality;
}

/** A model for the page: its back-test, or what is missing. */
function toShownModel({ kind, trainedAt, quality }: StoredModel): ShownModel {
  const { source, window, candidates, kept } = quality;
  return {
    kind,
    source,
    trainedAt: trainedAt.toISOString(),
    measuredOn: window?.customers ?? 0,
    window: window && { from: startOfDay(window.fromDay).toISOString(), days: window.days },
    candidates,
    verdict: verdictOf(quality),
    isRetained: kept !== null,
  };
}

function verdictOf(quality: Quality): ModelVerdict {
  const { skill, missing, uplift } = quality;
  if (missing) return { kind: "missing", missing };
  if (uplift) return { kind: "ranked", evidence: uplift };
  if (!skill) return { kind: "not_compared" };
  const change = Math.abs(skill.skill);
  if (isProven(quality)) return { kind: "better", change };
  return { kind: skill.skill < -2 * skill.error ? "worse" : "similar", change };
}
