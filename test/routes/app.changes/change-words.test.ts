import { describe, expect, test } from "vitest";
import { productTrial } from "~/experiments/choices/choice";
import type { ShownChange } from "~/feedback/loop/changes-page.server";
import { evidenceOf, headlineOf } from "~/routes/app.changes/change-words";

const change = (overrides: Partial<ShownChange>): ShownChange => ({
  changeId: "1",
  changedAt: "2026-11-24T09:00:00Z",
  kind: "subject",
  mailName: "Cross-sell, Mail 1",
  before: [],
  after: [
    { arm: "own", text: null, share: 0.1 },
    { arm: "line-2", text: "Still thinking?", share: 0.9 },
  ],
  evidence: {
    kind: "clicks",
    arms: [
      { arm: "own", sends: 600, clicks: 18 },
      { arm: "line-2", sends: 612, clicks: 49 },
    ],
    favoured: "line-2",
    chance: 0.998,
    awaitsApproval: false,
  },
  state: "stands",
  awaitsApproval: false,
  ...overrides,
});

describe("a change in words", () => {
  test("names the subject that won, what people did with each, how sure it is and the control", () => {
    expect(headlineOf(change({}))).toBe("90 % of these mails now go out under “Still thinking?”");
    expect(evidenceOf(change({}))).toBe(
      "What you set: people clicked in 18 of 600 (3 %). “Still thinking?”: people clicked in 49 of 612 (8 %). It is the subject clicked in most with a certainty of 100 %. 10 % of the mails stay as you set them, to compare.",
    );
  });

  test("says that lists are tried, and on how many mails that rests", () => {
    const trial = change({
      kind: "products",
      after: productTrial("goes_with") ?? [],
      evidence: { kind: "trial", sends: 1_240 },
    });
    expect(headlineOf(trial)).toBe("20 % of these mails now try other product lists than yours");
    expect(evidenceOf(trial)).toMatch(/^1,240 of them went out/);
  });

  test("says who gets fewer mails, and what they would be lost at", () => {
    const fewer = change({
      kind: "frequency",
      mailName: null,
      evidence: { kind: "tolerance", customers: 1, scored: 900, capPer7Days: 4, lossRate: 0.019 },
    });
    expect(headlineOf(fewer)).toBe(
      "90 % of your customers get no more email than was found right for them",
    );
    expect(evidenceOf(fewer)).toMatch(/lower limit than your 4 .* 1.9 % of them unsubscribe/);
  });

  test("says why a change was taken back by itself, with what both groups spent", () => {
    const compared = change({
      kind: "frequency",
      mailName: null,
      evidence: {
        ...({ kind: "compared", rule: "harm", days: 15 } as const),
        people: { control: 850, treated: 150 },
        mean: { control: 1_200, treated: 1_000 },
      },
    });
    expect(headlineOf(compared)).toBe("All customers get email as you set it again");
    expect(evidenceOf(compared)).toMatch(
      /^In 15 days, 850 customers who kept your setting spent 20 % more each than 150/,
    );
  });
});
