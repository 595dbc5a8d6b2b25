import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newBucket, pauseBucket, takeCalls, type Bucket } from "~/delivery/bucket";
import { MAX_HELD_MS, newLease, NO_LEASE, spareCalls, takeLeased } from "~/delivery/call-lease";
import { propertyRuns } from "../support/property-runs";

const aBucket = (ratePerSecond: number): Bucket => ({
  ...newBucket(0),
  ratePerSecond,
  tokens: ratePerSecond,
});

/** Processes that share a bucket, on one exact clock. */
function simulate(ratePerSecond: number) {
  let bucket = takeCalls(aBucket(ratePerSecond), 0, { maxWaitMs: 0 }).bucket;
  const leases = new Map<number, typeof NO_LEASE>();
  return {
    writes: 0,
    madeMs: [0],
    call(process: number, nowMs: number, maxWaitMs = 1_000): boolean {
      const leased = takeLeased(leases.get(process) ?? NO_LEASE, nowMs, maxWaitMs);
      leases.set(process, leased.lease);
      if (leased.afterMs !== null) {
        this.madeMs.push(nowMs + leased.afterMs);
        return true;
      }
      const spare = spareCalls(leased.lease, nowMs);
      const { bucket: after, taken } = takeCalls(bucket, nowMs, { maxWaitMs, spare });
      if (after !== bucket) this.writes += 1;
      bucket = after;
      if (taken.kind === "wait") return false;
      leases.set(process, newLease(nowMs, taken.spareMs));
      this.madeMs.push(nowMs + taken.afterMs);
      return true;
    },
    crash: (process: number) => leases.delete(process),
    rest(nowMs: number, forMs: number) {
      bucket = pauseBucket(bucket, "rate_limited", forMs, nowMs);
    },
  };
}

/** The largest excess over rate x (t + 1) calls in any t seconds. */
function excessOf(madeMs: readonly number[], ratePerSecond: number): number {
  const sorted = madeMs.toSorted((a, b) => a - b);
  return Math.max(
    ...sorted.flatMap((from, i) =>
      sorted.slice(i).map((to, n) => n + 1 - ratePerSecond * ((to - from) / 1_000 + 1)),
    ),
  );
}

const STEPS = fc.array(
  fc.record({
    // Calls are held longest if they are made just before they are lost.
    gapMs: fc.oneof(
      fc.constantFrom(0, MAX_HELD_MS - 1),
      fc.constantFrom(0, MAX_HELD_MS - 1),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 1_500 }),
    ),
    process: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 })),
    calls: fc.constantFrom(1, 1, 2, 8, 30),
    crashes: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  }),
  { minLength: 2, maxLength: 40 },
);

describe("calls that processes hold", () => {
  test("never exceed the account's rate together, whoever crashes and however late they are made", () => {
    fc.assert(
      fc.property(STEPS, fc.integer({ min: 1, max: 40 }), (steps, ratePerSecond) => {
        const sharing = simulate(ratePerSecond);
        let nowMs = 0;
        for (const { gapMs, process, calls, crashes } of steps) {
          nowMs += gapMs;
          for (let n = 0; n < calls; n++) sharing.call(process, nowMs);
          if (crashes) sharing.crash(process);
        }
        expect(excessOf(sharing.madeMs, ratePerSecond)).toBeLessThanOrEqual(1e-6);
      }),
      { numRuns: propertyRuns(500) },
    );
  });

  test("are made until half a second after a refusal, and not before its end", () => {
    fc.assert(
      fc.property(STEPS, fc.integer({ min: 4, max: 40 }), (steps, ratePerSecond) => {
        const sharing = simulate(ratePerSecond);
        let nowMs = 0;
        for (const { gapMs, process, calls } of steps.slice(0, 10)) {
          nowMs += gapMs;
          for (let n = 0; n < calls; n++) sharing.call(process, nowMs, 0);
        }
        const refusedMs = nowMs;
        sharing.rest(refusedMs, 60_000);
        for (const { gapMs, process, calls } of steps) {
          nowMs += gapMs;
          for (let n = 0; n < calls; n++) sharing.call(process, nowMs, 0);
        }
        const late = sharing.madeMs.filter(
          (madeMs) => madeMs >= refusedMs + 2 * MAX_HELD_MS && madeMs < refusedMs + 60_000,
        );
        expect(late).toEqual([]);
      }),
    );
  });

  test("cost a statement or two for a second of calls", () => {
    const sharing = simulate(100);
    let made = 0;
    for (let nowMs = 0; nowMs < 10_000; nowMs += 20) if (sharing.call(1, nowMs)) made += 1;
    expect(made).toBe(500);
    expect(sharing.writes).toBeLessThan(50);
  });

  test("leave half of what comes soon to other processes", () => {
    const { bucket } = takeCalls(aBucket(100), 0, { maxWaitMs: 0, spare: 1_000 });
    // 49 are left after the first, and 50 come within half a second.
    expect(bucket.tokens).toBe(49 - 50);
    const other = takeCalls(bucket, 0, { maxWaitMs: 1_000 });
    expect(other.taken).toEqual({ kind: "go", afterMs: 20, spareMs: [] });
  });

  test("are none for a call after a pause, or at a low rate", () => {
    const used = { ...newLease(0, []), used: 20 };
    expect(spareCalls(used, 400)).toBe(39);
    expect(spareCalls({ ...used, hasLost: true }, 400)).toBe(19);
    expect(spareCalls(used, 5_000)).toBe(0);
    expect(takeCalls(aBucket(3), 0, { maxWaitMs: 0, spare: 20 }).taken).toEqual({
      kind: "go",
      afterMs: 0,
      spareMs: [],
    });
  });

  test("are lost once they were held too long", () => {
    const lease = newLease(0, [0, 0, 300]);
    const second = takeLeased(lease, MAX_HELD_MS, 0);
    expect(second.afterMs).toBe(0);
    expect(second.lease).toMatchObject({ fromMs: [], used: 2, hasLost: true });
    expect(takeLeased(second.lease, MAX_HELD_MS, 0).afterMs).toBeNull();
  });
});
