import { describe, expect, test } from "vitest";
import { INTENT_RIVALS, intentCompetition } from "~/predictions/contenders/intent-contenders";
import { selectContenders } from "~/predictions/contenders/select-contenders";
import { ADDITIVE, EXCLUSIVE, simulateWindows } from "./simulated-windows";

const verdictsOf = ({ contenders }: ReturnType<typeof selectContenders>) =>
  Object.fromEntries(contenders.map(({ name, verdict }) => [name, verdict]));

describe("selectContenders", () => {
  test("keeps the base model where its law holds", () => {
    const selection = selectContenders(intentCompetition(simulateWindows(ADDITIVE, 3)));
    expect(selection.winner).toBeNull();
    expect(selection.folds).toHaveLength(2);
    expect(Object.values(verdictsOf(selection))).not.toContain("better");
    expect(selection.contenders[0]).toMatchObject({
      name: "logistic_regression",
      verdict: "base",
      gain: 0,
      tried: 8,
    });
  });

  test("uses boosted trees where two features act together", () => {
    const selection = selectContenders(intentCompetition(simulateWindows(EXCLUSIVE, 4, 300)));
    expect(selection.winner?.name).toBe("boosted_trees");
    const verdicts = verdictsOf(selection);
    expect(verdicts).toMatchObject({ boosted_trees: "won", linear_svm: "not_better" });
    const won = selection.contenders.find(({ verdict }) => verdict === "won")!;
    expect(won.metrics.logLoss!).toBeLessThan(selection.contenders[0]!.metrics.logLoss! - 0.1);
    expect(won.gain).toBeGreaterThan(2 * won.error);
    expect(won.tried).toBe(6);
  });

  test("does not use a contender that was better in a single window", () => {
    const selection = selectContenders(intentCompetition(simulateWindows(EXCLUSIVE, 2)));
    expect(selection.folds).toHaveLength(1);
    expect(selection.winner).toBeNull();
    expect(verdictsOf(selection)).toMatchObject({ boosted_trees: "unconfirmed" });
  });

  test("says what is missing without a window to hold out", () => {
    expect(selectContenders(intentCompetition(simulateWindows(ADDITIVE, 1)))).toEqual({
      prediction: "intent",
      days: 30,
      missing: { what: "days", have: 30, need: 60 },
      folds: [],
      contenders: [],
      winner: null,
    });
    expect(selectContenders(intentCompetition(simulateWindows(() => 0, 3))).missing).toEqual({
      what: "buyers",
      have: 0,
      need: 20,
    });
  });
});

test.each(INTENT_RIVALS)("$name forecasts a window without its outcome", ({ forecast }) => {
  const [held, ...earlier] = simulateWindows(EXCLUSIVE, 3, 100).windows;
  const other = { ...held!, labels: held!.labels.map((label) => 1 - label), waits: held!.labels };
  const { values } = forecast({ held: held!, earlier });
  expect(forecast({ held: other, earlier }).values).toEqual(values);
  expect(Math.min(...values)).toBeGreaterThan(0);
  expect(Math.max(...values)).toBeLessThan(1);
});
