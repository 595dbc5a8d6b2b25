import { expect, test } from "vitest";
import type {
  PredictionsSummary,
  ShownModel,
  ShownSelections,
} from "~/predictions/predictions-summary";
import { PredictionModelsCard } from "~/routes/app.predictions/models-card";
import { NOW } from "../support/builders";
import { textOf } from "../support/render-page";

const INTENT = {
  kind: "intent",
  source: "shop",
  trainedAt: NOW.toISOString(),
  measuredOn: 80,
  window: { from: NOW.toISOString(), days: 30 },
  candidates: [{ name: "logistic_regression", isChosen: true, metrics: { auc: 0.75 } }],
  verdict: { kind: "better", change: 0.12 },
  isRetained: false,
} as const;

function cardOf(selection: ShownSelections | null, kind: ShownModel["kind"] = "intent"): string {
  const summary: PredictionsSummary = {
    currency: "GBP",
    computedAt: NOW.toISOString(),
    countedAt: null,
    profiles: 0,
    scored: 0,
    byGrade: { A: 0, B: 0, C: 0, D: 0 },
    models: [{ ...INTENT, kind }],
    areMethodsCompared: true,
    selection,
    intent: { backTests: [], base: null, full: null, missing: null },
    behaviors: [],
    distributions: { value: [], churn: [], nextOrder: [] },
    groups: [],
  };
  return textOf(<PredictionModelsCard summary={summary} />);
}

test("shows how other methods of purchase intent did, and why the base model stays or what won", () => {
  const contender = {
    name: "logistic_regression",
    metrics: { logLoss: 0.4714, auc: 0.756, ece: 0.036 },
    gain: 0,
    error: 0,
    features: 30,
    parameters: { penalty: 30 },
    tried: 8,
    verdict: "base",
  } as const;
  const trees = {
    ...contender,
    name: "boosted_trees",
    gain: 0.0123,
    error: 0.0031,
    parameters: { rounds: 60, leaves: 4 },
    tried: 6,
  } as const;
  const neighbors = {
    ...contender,
    name: "bg_nbd",
    features: null,
    parameters: {},
    tried: 1,
  } as const;
  const horizon = {
    prediction: "intent" as const,
    missing: null,
    folds: [
      { from: NOW.toISOString(), customers: 80 },
      { from: NOW.toISOString(), customers: 70 },
    ],
  };
  const selection = {
    selectedAt: NOW.toISOString(),
    selections: [
      {
        ...horizon,
        days: 7,
        contenders: [contender, { ...trees, verdict: "not_better" }],
        winner: null,
      },
      {
        ...horizon,
        days: 30,
        contenders: [
          contender,
          { ...trees, verdict: "won" },
          { ...neighbors, verdict: "unexplained" },
        ],
        winner: "boosted_trees",
      },
      {
        prediction: "intent",
        days: 90,
        missing: { what: "days", have: 90, need: 180 },
        folds: [],
        contenders: [],
        winner: null,
      },
    ],
  } as const;
  const text = cardOf(selection);
  expect(text).toContain("Last compared Mar 3, 2026.");
  expect(text).toContain("Within 7 days Logistic regression, calibrated stays in use");
  expect(text).toContain("Within 30 days Boosted trees is in use");
  expect(text).toContain(
    "Tested on 2 periods: 80 customers from Mar 3, 2026 and 70 customers from Mar 3, 2026.",
  );
  expect(text).toContain("Boosted trees In use 0.0123 ± 0.0031 0.4714");
  expect(text).toContain(
    "Boosted trees: AUC 0.756, ECE 0.036, 30 features, 60 trees, up to 4 leaves (best of 6)",
  );
  expect(text).toContain("BG/NBD Better, but without exact reasons");
  expect(text).toMatch(/Within 90 days [^.]*90/);
});

test("says when other methods will be compared", () => {
  const text = cardOf(null);
  expect(text).toContain("within a few days of having enough orders, then every four weeks");
});

test("shows how other methods of the lifetime value did, in deviance", () => {
  const base = {
    name: "bg_nbd_gamma_gamma",
    metrics: { deviance: 1.6616, correlation: 0.838 },
    gain: 0,
    error: 0,
    features: null,
    parameters: {},
    tried: 1,
    verdict: "base",
  } as const;
  const regression = {
    ...base,
    name: "spending_regression",
    metrics: { deviance: 1.6105, correlation: 0.794 },
    gain: 0.0511,
    error: 0.012,
    features: 13,
    parameters: { penalty: 300 },
    tried: 9,
    verdict: "won",
  } as const;
  const text = cardOf(
    {
      selectedAt: NOW.toISOString(),
      selections: [
        {
          prediction: "lifetime",
          days: 101,
          missing: null,
          folds: [{ from: NOW.toISOString(), customers: 80 }],
          contenders: [base, regression],
          winner: regression.name,
        },
      ],
    },
    "lifetime",
  );
  expect(text).toContain(
    "Within 101 days Regression of spend is in use, because it was clearly better than BG/NBD and Gamma-Gamma.",
  );
  expect(text).toContain("Model Saving Deviance");
  expect(text).toContain("Regression of spend In use 0.0511 ± 0.0120 1.6105");
  expect(text).toContain(
    "Regression of spend: Correlation 0.794, 13 features, penalty 300 (best of 9)",
  );
  expect(text).toContain("Savings are in deviance against the base model");
  expect(text).not.toContain("log loss");
});
