import { expect, test } from "vitest";
import { describeMessage, describeSkipReason } from "~/delivery/decision/describe-decision";
import { explainDecision } from "~/delivery/decision/explain-decision";
import { textIn } from "~/i18n/text-in.server";
import { hoursAgo, NOW } from "../../support/builders";
import { deliveryFacts, SETTINGS } from "../../support/delivery-builders";

const TEXT = textIn("en", "delivery");

test("explains why an email goes to this person now", () => {
  const facts = deliveryFacts({ recentMarketingAt: [hoursAgo(50)] });
  expect(explainDecision(facts, { kind: "send" }, SETTINGS, NOW)).toEqual([
    { kind: "trigger", object: "checkout", at: "2026-03-03T10:00:00.000Z" },
    { kind: "consent", isSubscribed: true },
    { kind: "exempt", startedBy: "action", had: 1 },
    { kind: "awake", timeZone: "Europe/London" },
  ]);
});

test("explains why a message is not sent", () => {
  const decision = { kind: "skip", reason: "order_placed" } as const;
  expect(explainDecision(deliveryFacts(), decision, SETTINGS, NOW)).toEqual([
    { kind: "reason", reason: "order_placed" },
  ]);
});

test("names the code of an unknown reason", () => {
  expect(describeSkipReason("some_old_reason", TEXT)).toBe("Another reason (some_old_reason)");
});

test("a message without a reason is described by its state", () => {
  expect(describeMessage("sent", null, TEXT)).toBe("Accepted by your email provider");
  expect(describeMessage("skipped", "order_placed", TEXT)).toBe("The customer has bought");
});
