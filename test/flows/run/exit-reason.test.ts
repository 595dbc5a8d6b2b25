import { describe, expect, test } from "vitest";
import { exitReason } from "~/flows/run/exit-reason";
import {
  aCheckoutOfRun,
  anOrderOfRun,
  anOrderSince,
  aProfileOfRun,
  runFacts,
} from "../../support/run-builders";
import { NOW } from "../../support/builders";

describe("exitReason", () => {
  test("lets a run go on that nothing speaks against", () => {
    expect(exitReason(["order_placed", "checkout_completed"], runFacts())).toBeNull();
  });

  test("lets a customer who was never asked go on: whether to mail is the step's question", () => {
    const profile = aProfileOfRun({ marketingState: "not_subscribed" });
    expect(exitReason([], runFacts({ profile }))).toBeNull();
  });

  test.each([
    ["an erased profile", { isDeleted: true }, "profile_deleted"],
    ["a withdrawn consent", { marketingState: "unsubscribed" }, "unsubscribed"],
    ["a redacted profile", { marketingState: "redacted" }, "unsubscribed"],
    ["an unsubscribe link", { suppressions: ["unsubscribe"] }, "unsubscribed"],
    ["a bounced address", { suppressions: ["hard_bounce"] }, "suppressed"],
  ] as const)("ends every run on %s", (_what, profile, reason) => {
    expect(exitReason([], runFacts({ profile: aProfileOfRun(profile) }))).toBe(reason);
  });

  test.each([
    ["an order", { ordersSince: [anOrderSince()] }, "order_placed"],
    [
      "a completed checkout",
      { object: aCheckoutOfRun({ completedAt: NOW }) },
      "checkout_completed",
    ],
    ["a cancelled order", { object: anOrderOfRun({ isCancelled: true }) }, "order_returned"],
    ["a refund", { object: anOrderOfRun({ refundedMinor: 1 }) }, "order_returned"],
  ] as const)("ends a run on %s if its flow says so", (_what, facts, rule) => {
    expect(exitReason([rule], runFacts(facts))).toBe(rule);
    expect(exitReason([], runFacts(facts))).toBeNull();
  });

  test("ends a run whose object is gone", () => {
    expect(exitReason([], runFacts({ object: null }))).toBe("object_gone");
    expect(exitReason([], runFacts({ object: aCheckoutOfRun({ isDeleted: true }) }))).toBe(
      "object_gone",
    );
  });
});
