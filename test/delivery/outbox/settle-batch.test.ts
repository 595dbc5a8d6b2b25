import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BatchOutcome } from "~/delivery/mailer";
import { isPastKeyLifetime, settleBatch, type BatchAttempt } from "~/delivery/outbox/settle-batch";
import { hoursAgo, NOW } from "../../support/builders";

const anAttempt = (overrides: Partial<BatchAttempt> = {}): BatchAttempt => ({
  attempts: 1,
  firstAttemptAt: NOW,
  wasAmbiguous: false,
  messageIds: ["m1", "m2"],
  excluded: [],
  ...overrides,
});
const settle = (attempt: Partial<BatchAttempt>, outcome: BatchOutcome) =>
  settleBatch(anAttempt(attempt), outcome, NOW, "seed");
const silent: BatchOutcome = { kind: "ambiguous", detail: "timeout" };

describe("settleBatch", () => {
  test("repeats a batch without an answer within five seconds, and doubles the delay each time", () => {
    for (const [attempts, longest] of [
      [1, 5_000],
      [2, 10_000],
      [3, 20_000],
      [20, 3_600_000],
    ] as const) {
      const settlement = settle({ attempts }, silent);
      const delay = settlement.kind === "repeat" ? +settlement.nextRunAt - NOW.getTime() : 0;
      expect(delay).toBeGreaterThanOrEqual(longest / 2);
      expect(delay).toBeLessThanOrEqual(longest);
    }
  });

  test("gives up 23 hours after the first call", () => {
    expect(settle({ attempts: 20, firstAttemptAt: hoursAgo(22.5) }, silent)).toMatchObject({
      kind: "settled",
      messages: [{ state: "unknown" }, { state: "unknown" }],
    });
    expect(isPastKeyLifetime(hoursAgo(23), NOW)).toBe(true);
    expect(isPastKeyLifetime(hoursAgo(22.99), NOW)).toBe(false);
  });

  test("treats a reused key without excluded members as a bug", () => {
    expect(settle({ wasAmbiguous: true }, { kind: "key_reused" })).toMatchObject({
      kind: "settled",
      isFault: true,
    });
  });

  test("settles earlier excluded members as unknown when the key was reused", () => {
    const leftOut = [
      { messageId: "m3", reason: "unsubscribed", isNew: false },
      { messageId: "m4", reason: "unsubscribed", isNew: true },
    ] as const;
    expect(settle({ wasAmbiguous: true, excluded: leftOut }, { kind: "key_reused" })).toMatchObject(
      {
        messages: [
          { messageId: "m1", state: "sent" },
          { messageId: "m2", state: "sent" },
          { messageId: "m3", state: "unknown" },
          { messageId: "m4", state: "sent" },
        ],
      },
    );
  });

  const anOutcome: fc.Arbitrary<BatchOutcome> = fc.constantFrom<BatchOutcome>(
    silent,
    { kind: "rate_limited", retryAfterMs: 1_000 },
    { kind: "quota_exhausted", retryAfterMs: 3_600_000 },
    { kind: "in_flight", retryAfterMs: 2_000 },
    { kind: "key_reused" },
    { kind: "rejected", reason: "invalid" },
    { kind: "identity_refused", reason: "domain" },
    {
      kind: "answered",
      results: [
        { kind: "accepted", providerId: "p" },
        { kind: "refused", reason: "no" },
      ],
    },
  );
  const someAttempt = fc.record({
    attempts: fc.integer({ min: 1, max: 30 }),
    firstAttemptAt: fc.integer({ min: 0, max: 23 }).map(hoursAgo),
    wasAmbiguous: fc.boolean(),
    excluded: fc.constantFrom(
      [],
      [{ messageId: "m3", reason: "unsubscribed" as const, isNew: true }],
    ),
  });

  test("loses no member and settles none twice, whatever the answer", () => {
    fc.assert(
      fc.property(someAttempt, anOutcome, (attempt, outcome) => {
        const settlement = settle(attempt, outcome);
        if (settlement.kind === "repeat") return;
        const ids = [
          ...settlement.messages.map(({ messageId }) => messageId),
          ...settlement.again.flat(),
        ];
        const everyone = ["m1", "m2", ...attempt.excluded.map(({ messageId }) => messageId)];
        expect(ids.sort()).toEqual(everyone);
      }),
    );
  });

  test("does not recompose a message that may have been accepted", () => {
    fc.assert(
      fc.property(someAttempt, anOutcome, (attempt, outcome) => {
        const settlement = settle({ ...attempt, wasAmbiguous: true }, outcome);
        return (
          settlement.kind === "repeat" ||
          settlement.messages.every(({ state }) => state !== "planned")
        );
      }),
    );
  });
});
