import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  adoptReportedRate,
  newBucket,
  pauseBucket,
  takeCalls,
  type Bucket,
} from "~/delivery/bucket";

const aBucket = (overrides: Partial<Bucket> = {}): Bucket => ({ ...newBucket(0), ...overrides });

describe("the token bucket of a provider account", () => {
  test("never allows more calls in any interval than the rate plus one second's worth", () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 10 }), (gaps, ratePerSecond) => {
        let bucket = aBucket({ ratePerSecond, tokens: ratePerSecond });
        let nowMs = 0;
        const wentMs: number[] = [];
        for (const gap of gaps) {
          nowMs += gap;
          const taken = takeCalls(bucket, nowMs, { maxWaitMs: 1_000 });
          bucket = taken.bucket;
          if (taken.taken.kind === "go") wentMs.push(nowMs + taken.taken.afterMs);
        }
        for (const [i, from] of wentMs.entries()) {
          for (const [j, to] of wentMs.entries()) {
            if (j < i) continue;
            const allowed = ratePerSecond * ((to - from) / 1_000 + 1) + 1e-6;
            expect(j - i + 1).toBeLessThanOrEqual(allowed);
          }
        }
      }),
    );
  });

  test("reserves a call within the allowed wait", () => {
    const first = takeCalls(aBucket({ tokens: 1 }), 0, { maxWaitMs: 1_000 });
    expect(first.taken).toEqual({ kind: "go", afterMs: 0, spareMs: [] });
    const second = takeCalls(first.bucket, 0, { maxWaitMs: 1_000 });
    expect(second.taken).toEqual({ kind: "go", afterMs: 500, spareMs: [] });
    const third = takeCalls(second.bucket, 0, { maxWaitMs: 1_000 });
    const fourth = takeCalls(third.bucket, 0, { maxWaitMs: 1_000 });
    expect(fourth.taken).toEqual({ kind: "wait", retryAfterMs: 500, reason: "rate_limited" });
  });

  test("pauses for as long as the provider asked, with the reason", () => {
    const resting = pauseBucket(aBucket(), "quota_exhausted", 60_000, 0);
    expect(takeCalls(resting, 59_000, { maxWaitMs: 5_000 }).taken).toEqual({
      kind: "wait",
      retryAfterMs: 1_000,
      reason: "quota_exhausted",
    });
    const { bucket, taken } = takeCalls(resting, 60_000, { maxWaitMs: 0 });
    expect(taken.kind).toBe("go");
    expect(bucket).toMatchObject({ restUntilMs: null, restReason: null });
  });

  test("does not shorten a pause", () => {
    const resting = pauseBucket(
      pauseBucket(aBucket(), "quota_exhausted", 60_000, 0),
      "rate_limited",
      1_000,
      0,
    );
    expect(resting.restUntilMs).toBe(60_000);
  });

  test("adopts the provider's rate, and never more capacity than the provider reports", () => {
    const learned = adoptReportedRate(aBucket({ tokens: 2 }), { perSecond: 10, remaining: 1 }, 0);
    expect(learned).toMatchObject({ ratePerSecond: 10, tokens: 1 });
    expect(adoptReportedRate(learned, { perSecond: 10, remaining: 9 }, 0).tokens).toBe(1);
  });

  test("stays as it is after an answer that only counts its own call", () => {
    const taken = aBucket({ tokens: 4, ratePerSecond: 10 });
    expect(adoptReportedRate(taken, { perSecond: 10, remaining: 9 }, 500)).toBe(taken);
    expect(adoptReportedRate(taken, { perSecond: 10, remaining: 3 }, 500).tokens).toBe(3);
    // Of three calls that are left this process holds two.
    expect(adoptReportedRate(taken, { perSecond: 10, remaining: 3 }, 500, 2).tokens).toBe(1);
    const last = aBucket({ tokens: 0, ratePerSecond: 1 });
    expect(adoptReportedRate(last, { perSecond: 1, remaining: 0 }, 1_000).tokens).toBe(0);
  });

  test("grants no call twice when the clock is set back", () => {
    const empty = aBucket({ tokens: 0, refilledAtMs: 10_000 });
    const back = takeCalls(empty, 5_000, { maxWaitMs: 0 }).bucket;
    expect(takeCalls(back, 10_000, { maxWaitMs: 0 }).taken.kind).toBe("wait");
  });
});
