import fc from "fast-check";
import { expect, test } from "vitest";
import type { TrainingRun } from "~/jobs/training/training-run";
import type { PredictionsSummary } from "~/predictions/predictions-summary";
import { PredictionsPage } from "~/routes/app.predictions/page";
import { createRoundSteps, createTicks } from "~/components/charts/ticks";
import { NOW } from "../support/builders";
import { htmlOf, textOf } from "../support/render-page";

const grades = { A: 30, B: 50, C: 10, D: 10 };

const EMPTY: PredictionsSummary = {
  currency: "GBP",
  timeZone: "Europe/London",
  computedAt: null,
  profiles: 0,
  scored: 0,
  byGrade: { A: 0, B: 0, C: 0, D: 0 },
  metricWords: { auc: "How well buyers are ranked before others." },
  models: [],
  intent: { backTests: [], base: null, full: null, missing: null },
  behavior: { missing: "Nothing has been learned yet." },
  distributions: { value: [], churn: [], nextOrder: [] },
  groups: [],
};

const weight = {
  feature: "interest",
  label: "Interest",
  value: 1.2,
  low: 0.8,
  high: 1.6,
  words: "More interest, more orders",
};

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
            { name: "Recency alone", isChosen: false, metrics: { auc: 0.66 } },
            { name: "Logistic regression", isChosen: true, metrics: { auc: 0.75 } },
          ],
        },
      },
    ],
    base: { days: 30, weights: [weight], words: "Interest helps.", customers: 80 },
    full: null,
    missing: null,
  },
  behavior: { missing: "12 more customers with two orders are needed." },
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
const page = (summary: PredictionsSummary, run: TrainingRun | null = null) => (
  <PredictionsPage
    summary={summary}
    run={run}
    isSubmitting={false}
    fields={{
      isOn: false,
      isStuck: false,
      planWithout: null,
      isSubmitting: false,
      onSwitch: nothing,
    }}
    onTrain={nothing}
    onCancel={nothing}
  />
);

test("a shop without predictions sees when they will exist, and no empty charts", () => {
  const html = htmlOf(page(EMPTY));
  expect(html).toContain("No predictions yet");
  expect(html).not.toContain("<figure");
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
});

test("every chart has a text alternative and a table of its numbers", () => {
  const html = htmlOf(page(MEASURED));
  const pictures = html.match(/<svg[^>]*role="img"[^>]*>/g) ?? [];
  expect(pictures.length).toBeGreaterThanOrEqual(5);
  for (const picture of pictures) expect(picture).toMatch(/aria-label="[^"]{20,}"/);
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
  const text = textOf(page(MEASURED));
  expect(text).toContain("Of 80 customers, 20 (25 %) ordered within 30 days.");
  expect(text).toContain("£0 to £50 60 60 %");
  expect(text).toContain("1. Loyal regulars 60 customers, 60%");
  expect(text).toContain("× 3.00");
});

test("lists the model in use first, and explains the metric below", () => {
  const text = textOf(page(MEASURED));
  expect(text.indexOf("Logistic regression (in use)")).toBeLessThan(text.indexOf("Recency alone"));
  expect(text).toContain("auc: How well buyers are ranked before others.");
});

test("a missing value shows how much more data is needed", () => {
  expect(textOf(page(MEASURED))).toContain("12 more customers with two orders are needed.");
});

test("training shows its progress and can be canceled, and then shows whether it failed", () => {
  const running = textOf(page(MEASURED, RUN));
  expect(running).toContain("Learning who will order");
  expect(running).toContain("Cancel");
  expect(running).not.toContain("Train now");
  const failed = textOf(page(MEASURED, { ...RUN, state: "failed", endedAt: NOW, step: null }));
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
