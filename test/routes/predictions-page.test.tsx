import fc from "fast-check";
import { expect, test } from "vitest";
import type { AudienceForecast } from "~/feedback/forecast/audience-forecast-store.server";
import type { TrainingRun } from "~/jobs/training/training-run";
import { MODELED_BEHAVIORS, type PredictionsSummary } from "~/predictions/predictions-summary";
import { PredictionsPage, type PREDICTION_TABS } from "~/routes/app.predictions/page";
import { Missing as MissingData } from "~/predictions/quality";
import { createRoundSteps, createTicks } from "~/components/charts/ticks";
import { NOT_SHARING } from "../predictions/shared-priors/not-sharing";
import { NOW } from "../support/builders";
import { htmlOf, textOf } from "../support/render-page";

const grades = { A: 30, B: 50, C: 10, D: 10 };

const EMPTY: PredictionsSummary = {
  currency: "GBP",
  computedAt: null,
  countedAt: null,
  profiles: 0,
  scored: 0,
  byGrade: { A: 0, B: 0, C: 0, D: 0 },
  models: [],
  areMethodsCompared: true,
  selection: null,
  intent: { backTests: [], base: null, full: null, missing: null },
  behaviors: [],
  distributions: { value: [], churn: [], nextOrder: [] },
  groups: [],
};

const weight = { value: 1.2, low: 0.8, high: 1.6 };

const MEASURED: PredictionsSummary = {
  ...EMPTY,
  computedAt: NOW.toISOString(),
  profiles: 100,
  scored: 100,
  byGrade: grades,
  intent: {
    backTests: [
      {
        days: 30,
        missing: null,
        measured: {
          customers: 80,
          buyers: 20,
          calibration: [{ forecast: 0.25, observed: 0.3, low: 0.2, high: 0.4, customers: 40 }],
          gain: [
            { customers: 0.5, buyers: 0.8 },
            { customers: 1, buyers: 1 },
          ],
          deciles: [
            {
              decile: 1,
              customers: 8,
              buyers: 6,
              forecastRate: 0.7,
              observedRate: 0.75,
              lift: 3,
            },
          ],
          candidates: [
            { name: "recency", isChosen: false, metrics: { auc: 0.66 } },
            { name: "logistic_regression", isChosen: true, metrics: { auc: 0.75 } },
          ],
        },
      },
    ],
    base: {
      days: 30,
      customers: 80,
      intercept: { value: -1, low: -1.2, high: -0.8 },
      slope: weight,
      chances: [0.27, 0.55, 0.8],
    },
    full: {
      days: 30,
      customers: 80,
      weights: [
        { feature: "recency", value: -2, low: -3, high: -1 },
        { feature: "interest", ...weight },
        { feature: "clicks", value: 0.1, low: -0.1, high: 0.3 },
      ],
    },
    missing: null,
  },
  behaviors: [{ behavior: "orders", fit: null, missing: { what: "customers", have: 8, need: 20 } }],
  distributions: {
    value: [
      { from: 0, to: 50_00, profiles: 60 },
      { from: 50_00, to: null, profiles: 40 },
    ],
    churn: [{ from: 0, to: 1, profiles: 100 }],
    nextOrder: [],
  },
  groups: [
    {
      key: "loyal",
      profiles: 60,
      share: 0.6,
      center: { recencyDays: 20, orders: 6, spendMinor: 400_00 },
    },
    {
      key: "not_yet",
      profiles: 40,
      share: 0.4,
      center: null,
    },
  ],
};

const RUN: TrainingRun = {
  state: "running",
  requestedBy: "merchant",
  requestedAt: NOW,
  startedAt: NOW,
  endedAt: null,
  cancelRequested: false,
  step: "intent",
  doneRatio: 0.4,
};

const nothing = () => undefined;
const SWITCH = { isSubmitting: false, onSwitch: nothing };

interface Shown {
  readonly run?: TrainingRun | null;
  readonly audiences?: readonly AudienceForecast[];
  readonly tab?: (typeof PREDICTION_TABS)[number];
}
const page = (
  summary: PredictionsSummary,
  { run = null, audiences = [], tab = "accuracy" }: Shown = {},
) => (
  <PredictionsPage
    {...{ summary, run, tab, sharing: NOT_SHARING }}
    onTab={nothing}
    comparisons={SWITCH}
    audiences={{ audiences, opening: null, onEmail: nothing }}
    isSubmitting={false}
    fields={{ isOn: false, isStuck: false, planWithout: null, ...SWITCH }}
    onTrain={nothing}
    onCancel={nothing}
  />
);

/** The tabs with statistics. */
const read = (summary: PredictionsSummary, shown: Shown = {}) =>
  (["orders", "accuracy"] as const)
    .map((tab) => textOf(page(summary, { ...shown, tab })))
    .join(" ");

test("begins with whom to email, what it is worth, and a chart of the customers", () => {
  const audiences: AudienceForecast[] = [
    { audience: "lapsing", people: 120, revenueMinor: 900_00 },
    { audience: "due", people: 1, revenueMinor: 0 },
  ];
  const text = textOf(page(MEASURED, { audiences, tab: "customers" }));
  expect(text).toContain(
    "About 120 customers are about to lapse They bought often and now buy less. An email to them is worth about £900 in attributed revenue. Email these customers",
  );
  expect(text).toContain("About 1 customer is due for their next order");
  expect(text).toContain("is up to two weeks late. Email these customers");
  const places = [
    "What you can do now",
    "Groups by last order and number of orders",
    "Predictions across customers",
  ].map((words) => text.indexOf(words));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
  for (const word of ["AUC", "θ", "R²", "log loss", "silhouette", "Brier"]) {
    expect(text.toLowerCase()).not.toContain(word.toLowerCase());
  }
});

test("says so when no one needs an email", () => {
  expect(textOf(page(MEASURED, { tab: "customers" }))).toContain(
    "No one needs an email from you right now.",
  );
});

test("a shop without predictions sees when they will exist, and no empty charts", () => {
  const html = htmlOf(page(EMPTY));
  expect(html).toContain("No predictions yet");
  expect(html).not.toContain("<figure");
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
});

test("every chart has a text alternative and a table of its numbers", () => {
  const both = (["customers", "orders"] as const).map((tab) => page(MEASURED, { tab }));
  const html = both.map(htmlOf).join("");
  const pictures = html.match(/<svg[^>]*role="img"[^>]*>/g) ?? [];
  expect(pictures.length).toBeGreaterThanOrEqual(5);
  for (const picture of pictures) expect(picture).toMatch(/aria-label="[^"]{20,}"/);
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
  const text = both.map(textOf).join("");
  expect(text).toContain("20 of 80 customers (25%) bought within 30 days.");
  expect(text).toContain("£0 to £50 60 60%");
  expect(text).toContain("1. Loyal regulars 60 customers, 60%");
  expect(text).toContain("3.00×");
});

test("lists the model in use first, and explains the metric below", () => {
  const text = read(MEASURED);
  expect(text.indexOf("Logistic regression, calibrated (in use)")).toBeLessThan(
    text.indexOf("Days since last order only"),
  );
  expect(text).toContain("AUC: how often a customer who bought is ranked above one who didn’t.");
});

test("a missing value shows how much more data is needed", () => {
  expect(read(MEASURED)).toContain("Needs 12 more customers with orders (8 of 20 so far).");
});

test("every missing item states how much more is needed", () => {
  for (const what of MissingData.shape.what.options) {
    const missing = { what, have: 1, need: 20 };
    const behaviors = [{ behavior: "orders", fit: null, missing }] as const;
    expect(read({ ...MEASURED, behaviors })).toMatch(/19 more|more orders|No emails/);
  }
});

test("describes what predicts an order in probabilities, odds and signals", () => {
  const text = read(MEASURED);
  expect(text).toContain(
    "Of customers without recent orders, 27% buy within 30 days. With one recent order it’s 55%, and with two it’s 80%.",
  );
  expect(text).toContain("Multiplies the odds of another order by 3.3 (2.2 to 5.0).");
  expect(text).toContain("The strongest signals are “Days since last order” and “Recent orders.”");
  expect(text).toContain("A higher value divides the odds of an order by 7.39.");
  expect(text).toContain("Not enough data to tell whether this matters");
});

test("describes each behavior by spend and recent orders", () => {
  const fit = {
    days: 90,
    customers: 80,
    intercept: { value: 0.5, low: 0.4, high: 0.6 },
    alpha: { value: 0.25, low: 0.2, high: 0.3 },
    beta: { value: -0.1, low: -0.3, high: 0.1 },
    rSquared: 0.42,
    residualDeviation: 1.5,
  };
  const behaviors = MODELED_BEHAVIORS.map((behavior) => ({ behavior, fit, missing: null }));
  const text = read({ ...MEASURED, behaviors });
  expect(text).toContain("explain 42% of the differences");
  expect(text).toContain("0.25 more orders in 90 days, all else equal.");
  expect(text).toContain("0.25 more minutes in your store in 90 days, all else equal.");
  expect(text).toContain("differences in how many products customers viewed within 90 days");
  expect(text).toContain("About as many orders: the difference of 0.10 may be chance.");
});

test("shows each model's result against simple estimates, or what is missing", () => {
  const model = {
    kind: "intent",
    source: "shop",
    trainedAt: NOW.toISOString(),
    measuredOn: 80,
    window: { from: NOW.toISOString(), days: 30 },
    candidates: [{ name: "from_the_future", isChosen: true, metrics: { mae: 1234, unknown: 2 } }],
    verdict: { kind: "better", change: 0.12 },
    isRetained: true,
  } as const;
  const missing = { what: "buyers", have: 12, need: 20 } as const;
  const text = textOf(
    page({
      ...MEASURED,
      models: [model, { ...model, kind: "churn", verdict: { kind: "missing", missing } }],
    }),
  );
  expect(text).toContain("Purchase intent Success Trained on your orders");
  expect(text).toContain("Errors are 12% smaller than with simple estimates.");
  expect(text).toContain("A newer model was less accurate");
  expect(text).toContain("Tested on 80 customers over 30 days from Mar 3, 2026.");
  expect(text).toContain("from_the_future (in use) £12.34 2.00");
  expect(text).toContain("Needs 8 more customers who bought in the training period");
  expect(text).toContain("hasn’t been tested yet");
});

test("training shows its progress and can be canceled, and then shows whether it failed", () => {
  const running = read(MEASURED, { run: RUN });
  expect(running).toContain("Learning who will buy");
  expect(running).toContain("Cancel");
  expect(running).not.toContain("Train now");
  const failed = textOf(
    page(MEASURED, { run: { ...RUN, state: "failed", endedAt: NOW, step: null } }),
  );
  expect(failed).toContain("The last training failed Mar 3, 2026, 12:00 PM.");
  expect(failed).toContain("Train now");
});

test("an axis starts at 0, has few round ticks, and ends at or just above the last value", () => {
  expect(createRoundSteps(100)).toEqual([0, 50, 100]);
  expect(createRoundSteps(37)).toEqual([0, 10, 20, 30, 40]);
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (most) => {
      const { end, ticks } = createTicks(most, String);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(end).toBeGreaterThanOrEqual(most * (1 - 1e-8));
      expect(end).toBeLessThan(most * 2.5);
      expect(ticks.at(-1)?.at).toBe(1);
    }),
  );
  expect(createRoundSteps(0)).toEqual(createRoundSteps(1));
});

test("a count axis has only whole ticks", () => {
  expect(createRoundSteps(1, "count")).toEqual([0, 1]);
  expect(createRoundSteps(3, "count")).toEqual([0, 1, 2, 3]);
  fc.assert(
    fc.property(fc.nat({ max: 1e9 }), (most) => {
      const steps = createRoundSteps(most, "count");
      expect(steps.filter((step) => !Number.isInteger(step))).toEqual([]);
      expect(steps.at(-1)).toBeGreaterThanOrEqual(most);
    }),
  );
});
