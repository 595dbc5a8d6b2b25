import { expect, test } from "vitest";
import { findEmailHabit } from "~/predictions/email-habit";
import type { PredictionDetail } from "~/predictions/prediction";

const NOTHING = { bestHour: null, tolerance: null } as PredictionDetail;

test("a best send time has its gain, or what is missing", () => {
  const bestHour = { hour: 9, gain: 0.04, low: 0.01, high: 0.08, grade: "A" } as const;
  const of = (missing: Parameters<typeof findEmailHabit>[2]) =>
    findEmailHabit("best_hour", NOTHING, missing);
  expect(findEmailHabit("best_hour", { ...NOTHING, bestHour }, null)).toEqual({
    kind: "hour",
    gain: 0.04,
  });
  expect(of({ what: "clicks", have: 3, need: 100 })).toEqual({ kind: "needs_responses", more: 97 });
  expect(of({ what: "emails", have: 0, need: 1 })).toEqual({ kind: "needs_emails" });
  expect(of(null)).toEqual({ kind: "no_hour" });
});

test("a learned limit differs from none, and other values have no habit", () => {
  const tolerance = { emailsPer28Days: 6, lossRate: 0.01, low: 0, high: 0.02, grade: "B" } as const;
  const of = (emailsPer28Days: number) => {
    const detail = { ...NOTHING, tolerance: { ...tolerance, emailsPer28Days } };
    return findEmailHabit("emails_per_28_days", detail, null)?.kind;
  };
  expect([of(6), of(28)]).toEqual(["limit", "no_limit"]);
  expect(findEmailHabit("emails_per_28_days", NOTHING, null)).toEqual({ kind: "unscored" });
  expect(findEmailHabit("churn", NOTHING, null)).toBeNull();
});
