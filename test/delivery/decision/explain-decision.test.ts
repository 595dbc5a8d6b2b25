import { expect, test } from "vitest";
import { describeMessage, describeSkipReason } from "~/delivery/decision/describe-decision";
import { explainDecision } from "~/delivery/decision/explain-decision";
import { hoursAgo, NOW } from "../../support/builders";
import { deliveryFacts, SETTINGS } from "../../support/delivery-builders";

test("explains why an email goes to this person now", () => {
  const facts = deliveryFacts({ recentMarketingAt: [hoursAgo(50)] });
  expect(explainDecision(facts, { kind: "send" }, SETTINGS, NOW)).toEqual([
    "Left a checkout on 3 Mar 2026, 10:00 and has not ordered since.",
    "Has agreed to marketing email, and the address is not suppressed.",
    "Marketing emails in seven days: 1. This one answers what the customer did, so the limit of emails in a week does not apply.",
    "It was 3 Mar 2026, 12:00 where the customer's day is judged (Europe/London), outside the quiet hours.",
  ]);
});

test("explains why a message is not sent", () => {
  const decision = { kind: "skip", reason: "order_placed" } as const;
  expect(explainDecision(deliveryFacts(), decision, SETTINGS, NOW)).toEqual([
    "The customer has ordered since.",
  ]);
});

test("spells out an unknown reason", () => {
  expect(describeSkipReason("some_old_reason")).toBe("Some old reason.");
});

test("a message without a reason is described by its state", () => {
  expect(describeMessage("sent", null)).toBe("Was taken by the email provider.");
  expect(describeMessage("skipped", "order_placed")).toBe("The customer has ordered since.");
});
