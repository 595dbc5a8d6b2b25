import { describe, expect, test } from "vitest";
import {
  compareRank,
  competingMessages,
  valueOf,
  type PendingMessage,
} from "~/delivery/decision/message-value";
import { daysAgo, hoursAgo } from "../../support/builders";

describe("the value of a message", () => {
  test("is the prior of its purpose without results", () => {
    expect(valueOf("cart", null)).toBeCloseTo(0.04, 12);
    expect(valueOf("cart", { recipients: 0, orders: 0 })).toBeCloseTo(0.04, 12);
  });

  test("is halfway between prior and own rate after 500 recipients", () => {
    expect(valueOf("cart", { recipients: 500, orders: 50 })).toBeCloseTo((0.04 + 0.1) / 2, 12);
  });

  test("follows the flow's own rate after many recipients", () => {
    expect(valueOf("cart", { recipients: 1e9, orders: 2e8 })).toBeCloseTo(0.2, 6);
  });

  test("is never negative, even when refunds exceed the revenue", () => {
    const refunded = { recipients: 500, orders: -400 };
    expect(valueOf("opt_in_confirmation", refunded)).toBe(0);
    expect(valueOf("cart", refunded)).toBeCloseTo(0.02, 12);
  });
});

describe("the rank of a message", () => {
  const message = (value: number, priority = 50) => ({ value, priority });

  test("is that of its value, by powers of two", () => {
    expect(compareRank(message(0.04, 1), message(0.01, 99))).toBeLessThan(0);
    expect(compareRank(message(0.01, 99), message(0.04, 1))).toBeGreaterThan(0);
  });

  test("is that of its priority between values within a power of two", () => {
    // 2 ** -5 is 0.03125.
    expect(compareRank(message(0.032, 60), message(0.06, 50))).toBeLessThan(0);
    expect(compareRank(message(0.032, 50), message(0.06, 50))).toBe(0);
    expect(compareRank(message(0.06, 50), message(0.032, 60))).toBeGreaterThan(0);
  });

  test("does not depend on the value below one order in a million emails", () => {
    expect(compareRank(message(0, 50), message(1e-9, 50))).toBe(0);
    expect(compareRank(message(0, 60), message(1e-9, 50))).toBeLessThan(0);
  });

  test("decides which pending messages compete, among those that a cap applies to", () => {
    const pending = (messageId: string, overrides: Partial<PendingMessage>): PendingMessage => ({
      ...{ messageId, purpose: "lifecycle", exemptFromHourCap: false, ...message(0.01) },
      ...{ dueAt: hoursAgo(-1), expiresAt: daysAgo(-1), ...overrides },
    });
    const found = competingMessages(message(0.01), [
      pending("more valuable", { value: 0.04 }),
      pending("of higher priority", { priority: 51 }),
      pending("equal", {}),
      pending("less valuable", { value: 0.001, priority: 99 }),
      pending("without a cap", { value: 0.04, purpose: "checkout" }),
    ]);
    expect(found.map(({ messageId }) => messageId)).toEqual([
      "more valuable",
      "of higher priority",
    ]);
  });
});
