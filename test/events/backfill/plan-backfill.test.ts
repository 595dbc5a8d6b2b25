import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterFailure, nextCheckAt, planBackfillStep } from "~/events/backfill/plan-backfill";
import { NOW, hoursAgo } from "../../support/builders";

type Planned = Parameters<typeof planBackfillStep>[0];

const backfill = (overrides: Partial<Planned> = {}): Planned => ({
  resource: "orders",
  state: "waiting",
  nextRunAt: NOW,
  ...overrides,
});
const later = new Date(NOW.getTime() + 1);

describe("planBackfillStep", () => {
  test.each([
    ["waiting", "start"],
    ["running", "check"],
    ["importing", "import"],
    ["failed", "retry"],
    ["done", "none"],
  ] as const)("moves an import that is %s to the step %s", (state, step) => {
    expect(planBackfillStep(backfill({ state }), [], NOW)).toBe(step);
  });

  test.each(["waiting", "importing", "failed"] as const)(
    "does nothing with an import that is %s before its time",
    (state) => {
      expect(planBackfillStep(backfill({ state, nextRunAt: later }), [], NOW)).toBe("none");
    },
  );

  test("checks a running operation every time, since a webhook may have finished it", () => {
    const running = backfill({ state: "running", nextRunAt: later });
    expect(planBackfillStep(running, [], NOW)).toBe("check");
  });

  test.each([
    ["orders", "customers"],
    ["collections", "products"],
  ] as const)("imports %s after %s are done or have failed", (resource, before) => {
    const importing = backfill({ resource, state: "importing" });
    const stepAfter = (state: Planned["state"]) =>
      planBackfillStep(importing, [importing, backfill({ resource: before, state })], NOW);
    expect(stepAfter("importing")).toBe("none");
    expect(stepAfter("waiting")).toBe("none");
    expect(stepAfter("done")).toBe("import");
    expect(stepAfter("failed")).toBe("import");
  });

  test("does not make customers wait for products", () => {
    const importing = backfill({ resource: "customers", state: "importing" });
    const products = backfill({ resource: "products", state: "running" });
    expect(planBackfillStep(importing, [products, importing], NOW)).toBe("import");
  });
});

describe("nextCheckAt", () => {
  test("waits five seconds to five minutes, and longer for longer operations", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 300, noNaN: true }), (hours) => {
        const waitMs = nextCheckAt(hoursAgo(hours), NOW).getTime() - NOW.getTime();
        expect(waitMs).toBeGreaterThanOrEqual(5_000);
        expect(waitMs).toBeLessThanOrEqual(300_000);
        const laterWaitMs = nextCheckAt(hoursAgo(hours + 1), NOW).getTime() - NOW.getTime();
        expect(laterWaitMs).toBeGreaterThanOrEqual(waitMs);
      }),
    );
  });
});

describe("afterFailure", () => {
  test("doubles the delay after each failure and waits six hours after the sixth", () => {
    const outcomes = [1, 2, 3, 4, 5, 6].map((attempts) => afterFailure(attempts, NOW));
    expect(outcomes.map((it) => (it.nextRunAt.getTime() - NOW.getTime()) / 1000)).toEqual([
      30, 60, 120, 240, 480, 21_600,
    ]);
    expect(outcomes.map((it) => it.state)).toEqual([
      "waiting",
      "waiting",
      "waiting",
      "waiting",
      "waiting",
      "failed",
    ]);
  });
});
