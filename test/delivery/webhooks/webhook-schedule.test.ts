import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DISABLE_AFTER_MS,
  judgeEndpoint,
  nextAttemptAt,
  RETRY_AFTER_MS,
  type AttemptOutcome,
} from "~/delivery/webhooks/webhook-schedule";
import { hoursAgo, NOW } from "../../support/builders";

const HOUR_MS = 3_600_000;
const delivered: AttemptOutcome = { kind: "delivered", status: 204 };
const refused: AttemptOutcome = {
  ...{ kind: "failed", reason: "answered_400", status: 400, isDown: false },
};
const down: AttemptOutcome = {
  ...{ kind: "failed", reason: "unreachable", status: null, isDown: true },
};
const healthy = { failures: 0, failingSince: null };

describe("the attempts of one webhook", () => {
  test("are spread over three days", () => {
    let at = NOW;
    let attempts = 1;
    for (; ; attempts += 1) {
      const next = nextAttemptAt(attempts, { now: at, seed: "msg_1" });
      if (next === null) break;
      at = next;
    }
    expect(attempts).toBe(10);
    const hours = (at.getTime() - NOW.getTime()) / HOUR_MS;
    expect(hours).toBeGreaterThan(75.5);
    expect(hours).toBeLessThan(84);
  });

  test("are never earlier than planned, and at most a tenth later", () => {
    const attempt = fc.integer({ min: 1, max: RETRY_AFTER_MS.length });
    fc.assert(
      fc.property(attempt, fc.string(), (attempts, seed) => {
        const waitMs = nextAttemptAt(attempts, { now: NOW, seed })!.getTime() - NOW.getTime();
        const plannedMs = RETRY_AFTER_MS[attempts - 1]!;
        expect(waitMs).toBeGreaterThanOrEqual(plannedMs);
        expect(waitMs).toBeLessThanOrEqual(plannedMs * 1.1 + 1);
      }),
    );
  });

  test("wait as long as the receiver asks, a day at most", () => {
    const after = (askedMs: number) =>
      nextAttemptAt(1, { now: NOW, seed: "", askedMs })!.getTime() - NOW.getTime();
    expect(after(2 * HOUR_MS)).toBe(2 * HOUR_MS);
    expect(after(90 * HOUR_MS)).toBe(24 * HOUR_MS);
    expect(after(0)).toBeLessThan(6_000);
  });
});

describe("an endpoint", () => {
  test("that takes its webhooks is not held", () => {
    expect(judgeEndpoint(healthy, [delivered, delivered], NOW)).toEqual({
      ...{ failures: 0, failingSince: null, heldUntil: null, disabledFor: null },
    });
  });

  test("that is down is held ever longer, half an hour at most", () => {
    let before: Parameters<typeof judgeEndpoint>[0] = healthy;
    const holds = [1, 2, 3, 4, 5].map(() => {
      const health = judgeEndpoint(before, [down], NOW);
      before = health;
      return (health.heldUntil!.getTime() - NOW.getTime()) / 1_000;
    });
    expect(holds).toEqual([5, 300, 1_800, 1_800, 1_800]);
  });

  test("that refuses one webhook still gets the others", () => {
    expect(judgeEndpoint(healthy, [refused], NOW).heldUntil).toBeNull();
    expect(judgeEndpoint(healthy, [refused, delivered, refused], NOW)).toMatchObject({
      ...{ failures: 0, failingSince: null, heldUntil: null },
    });
  });

  test("that refuses everything is held", () => {
    const few = judgeEndpoint(healthy, [refused, refused], NOW);
    expect(few.heldUntil).toBeNull();
    expect(judgeEndpoint(few, [refused, refused, refused], NOW).heldUntil).not.toBeNull();
  });

  test("is disabled once nothing has arrived for as long as all attempts take", () => {
    const failing = (hours: number) =>
      judgeEndpoint({ failures: 9, failingSince: hoursAgo(hours) }, [down], NOW);
    expect(failing(DISABLE_AFTER_MS / HOUR_MS - 1)).toMatchObject({ disabledFor: null });
    expect(failing(DISABLE_AFTER_MS / HOUR_MS)).toMatchObject({
      ...{ disabledFor: "failing", heldUntil: null },
    });
  });

  test("is disabled at once when it answers that it is gone", () => {
    const gone = { kind: "gone", reason: "answered_410", status: 410 } as const;
    expect(judgeEndpoint(healthy, [delivered, gone], NOW).disabledFor).toBe("gone");
  });

  test("that takes one webhook again is no longer failing", () => {
    const before = { failures: 4, failingSince: hoursAgo(70) };
    expect(judgeEndpoint(before, [delivered], NOW)).toMatchObject(healthy);
  });
});
