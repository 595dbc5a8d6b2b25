import { describe, expect, test } from "vitest";
import { answerFromLog, type WhatIfRow } from "~/feedback/what-if/answer-from-log";

const ROW: WhatIfRow = {
  ...{ profileId: "c1", action: "treated", rate: 0.9 },
  ...{ netMinor: 0, emails: 1, unsubscribes: 0 },
  ...{ predictedMinor: 0, spentMinor: 0, orders: 0, daysSinceOrder: null },
};

/** People, a tenth of them in the holdout, which gets no email; the others spend 10.00 more. */
const people = (
  count: number,
  change: (row: WhatIfRow, n: number) => Partial<WhatIfRow> = () => ({}),
) =>
  Array.from({ length: count }, (_, n): WhatIfRow => {
    const isHeld = n % 10 === 0;
    const row = {
      ...{ ...ROW, profileId: `c${n}`, action: isHeld ? "holdout" : "treated" },
      ...{ rate: isHeld ? 0.1 : 0.9, netMinor: isHeld ? 20_00 : 30_00, emails: isHeld ? 0 : 2 },
    };
    return { ...row, ...change(row, n) };
  });
const logOf = (rows: readonly WhatIfRow[], total = rows.length) => ({ rows, total });

describe("answerFromLog", () => {
  test("says what the treated would have spent, received and done as the holdout", () => {
    const answer = answerFromLog(logOf(people(1_000)), "holdout");
    expect(answer).toMatchObject({ kind: "estimated", draws: 1_000, people: 1_000, alike: 100 });
    if (answer.kind !== "estimated") return;
    expect(answer.revenue.change).toBeCloseTo(-900 * 10_00, 4);
    expect(answer.revenue.actual).toBe(900 * 30_00 + 100 * 20_00);
    expect(answer.emails.change).toBeCloseTo(-900 * 2, 6);
    expect(answer.unsubscribes).toEqual({ change: 0, low: 0, high: 0, actual: 0 });
  });

  test("speaks about all draws if only a part was read", () => {
    const rows = people(1_000);
    const part = answerFromLog(logOf(rows, 5_000), "holdout");
    const whole = answerFromLog(logOf(rows), "holdout");
    if (part.kind !== "estimated" || whole.kind !== "estimated") throw new Error("refused");
    expect(part.draws).toBe(5_000);
    expect(part.revenue.low).toBeCloseTo(5 * whole.revenue.low, 4);
  });

  test("leaves out draws with one possible outcome", () => {
    const fixed = people(200, () => ({ action: "treated", rate: 1, netMinor: 900_00 }));
    const answer = answerFromLog(logOf([...people(1_000), ...fixed]), "holdout");
    expect(answer).toMatchObject({ kind: "estimated", draws: 1_000, fixed: 200 });
  });

  test("promises no more fewer unsubscribes than there were", () => {
    const rows = people(1_000, (_row, n) => ({ unsubscribes: n % 250 === 1 ? 1 : 0 }));
    const answer = answerFromLog(logOf(rows), "holdout");
    if (answer.kind !== "estimated") throw new Error(answer.kind);
    expect(answer.unsubscribes.actual).toBe(4);
    expect(answer.unsubscribes.low).toBe(-4);
  });

  test("uses what was known before: spending of people who differ is compared like with like", () => {
    const varied = (known: boolean) =>
      answerFromLog(
        logOf(
          people(1_000, ({ netMinor }, n) => {
            const habit = (n * 7919) % 1_000;
            return { netMinor: netMinor + habit * 20, spentMinor: known ? habit * 100 : 0 };
          }),
        ),
        "holdout",
      );
    const [blind, known] = [varied(false), varied(true)];
    if (blind.kind !== "estimated" || known.kind !== "estimated") throw new Error("refused");
    const widthOf = ({ revenue }: typeof known) => revenue.high - revenue.low;
    expect(widthOf(known)).toBeLessThan(widthOf(blind) / 5);
  });
});

describe("answerFromLog refuses", () => {
  test("without draws", () => {
    expect(answerFromLog(logOf([]), "holdout")).toEqual({ kind: "no_draws" });
  });

  test("if nothing was left to chance", () => {
    const rows = people(50, () => ({ action: "treated", rate: 1 }));
    expect(answerFromLog(logOf(rows), "holdout")).toEqual({ kind: "not_random", draws: 50 });
  });

  test("if too few got what is asked", () => {
    expect(answerFromLog(logOf(people(290)), "holdout")).toEqual({
      ...{ kind: "few_people", alike: 29, needed: 30 },
    });
    expect(answerFromLog(logOf(people(290)), "unknown")).toMatchObject({
      kind: "few_people",
      alike: 0,
    });
  });

  test("if many emails went to few people", () => {
    const rows = people(1_000, (_row, n) => ({ profileId: `c${n % 20}` }));
    expect(answerFromLog(logOf(rows), "holdout")).toMatchObject({ kind: "few_people" });
  });

  test("if draws contradict their probabilities", () => {
    const rows = people(1_000, ({ action }) => ({ rate: action === "holdout" ? 0.3 : 0.7 }));
    expect(answerFromLog(logOf(rows), "holdout")).toEqual({
      ...{ kind: "wrong_propensities", alike: 100, expected: 300 },
    });
  });

  test("if nobody bought anything", () => {
    const rows = people(1_000, () => ({ netMinor: 0 }));
    expect(answerFromLog(logOf(rows), "holdout")).toEqual({ kind: "no_orders", people: 1_000 });
  });
});
