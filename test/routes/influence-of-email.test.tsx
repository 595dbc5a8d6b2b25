import { expect, test } from "vitest";
import type { ModelVerdict, PredictionsSummary } from "~/predictions/predictions-summary";
import type { UpliftEvidence } from "~/predictions/quality";
import { PredictionModelsCard } from "~/routes/app.predictions/models-card";
import { NOW } from "../support/builders";
import { textOf } from "../support/render-page";

const UPLIFT: UpliftEvidence = {
  verdict: "uplift",
  learner: "tLearner",
  heldOut: 400,
  heldOutBuyers: 80,
  treated: 3600,
  treatedBuyers: 900,
  qini: 3.2,
  low: 1.1,
  high: 5.2,
  cutoff: 0.01,
};

function cardOf(verdict: ModelVerdict): string {
  const summary: PredictionsSummary = {
    currency: "GBP",
    computedAt: NOW.toISOString(),
    countedAt: null,
    profiles: 0,
    scored: 0,
    byGrade: { A: 0, B: 0, C: 0, D: 0 },
    models: [
      {
        kind: "uplift",
        source: "shop",
        trainedAt: NOW.toISOString(),
        measuredOn: 0,
        window: null,
        candidates: [
          {
            name: "response_ranking",
            isChosen: false,
            metrics: { qiniOrders: 2.4, uplift30: 0.05 },
          },
          { name: "t_learner", isChosen: true, metrics: { qiniOrders: 3.2, uplift30: 0.09 } },
        ],
        verdict,
        isRetained: false,
      },
    ],
    areMethodsCompared: true,
    selection: null,
    intent: { backTests: [], base: null, full: null, missing: null },
    behaviors: [],
    distributions: { value: [], churn: [], nextOrder: [] },
    groups: [],
  };
  return textOf(<PredictionModelsCard summary={summary} />);
}

test("shows how well the customers whom emails influence are found, and by how many held out", () => {
  const text = cardOf({ kind: "ranked", evidence: UPLIFT });
  expect(text).toContain("Emails influence some customers more than others");
  expect(text).toContain("400 customers in the global holdout group and 3,600 other customers.");
  expect(text).toContain("T-learner ranks better");
  expect(text).toMatch(/with a 95% interval from 1\.10? to 5\.20?\./);
  expect(text).toContain("20% of the holdout bought within 30 days, and 25% of the others.");
  expect(text).toContain("T-learner (in use) 3.20 9%");
});

test.each([
  ["response", "better than the chance of an order does. That chance is used instead"],
  [
    "not_distinguishable",
    "influence some customers more than others. The chance of an order is used",
  ],
] as const)("says why the chance of an order is used: %s", (verdict, words) => {
  const evidence = { ...UPLIFT, verdict };
  expect(cardOf({ kind: "ranked", evidence })).toContain(words);
});

test("says how many more people must be held out, and what is used until then", () => {
  const missing = { what: "held_out", have: 30, need: 200 } as const;
  const text = cardOf({ kind: "missing", missing });
  expect(text).toContain("Needs 170 more customers in the global holdout group");
  expect(text).toContain("Until then, the chance of an order is used, and nobody is excluded.");
});
