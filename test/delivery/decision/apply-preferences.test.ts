import { describe, expect, test } from "vitest";
import { decideDelivery } from "~/delivery/decide-delivery";
import type { RecipientPreferences } from "~/delivery/decision/apply-preferences";
import { daysAgo, hoursAgo, NOW } from "../../support/builders";
import { anIntent, deliveryFacts, SETTINGS } from "../../support/delivery-builders";

const withPreferences = (preferences: Partial<RecipientPreferences>, expiresAt = hoursAgo(-20)) =>
  decideDelivery(
    deliveryFacts({
      expiresAt,
      preferences: {
        topicsOff: [],
        frequency: "usual",
        pausedUntil: null,
        lastMarketingAt: null,
        ...preferences,
      },
    }),
    SETTINGS,
    NOW,
  );

describe("a recipient who chose", () => {
  test("without a reason against it gets the email", () => {
    expect(withPreferences({ topicsOff: ["ideas", "news"] })).toEqual({ kind: "send" });
  });

  test("no reminders gets none of a left checkout", () => {
    expect(withPreferences({ topicsOff: ["reminders"] })).toEqual({
      kind: "skip",
      reason: "topic_off",
    });
  });

  test("no ideas gets none after an order", () => {
    const intent = anIntent({
      trigger: {
        kind: "order",
        orderId: "1",
        placedAt: daysAgo(5),
        fulfilledAt: daysAgo(4),
      } as never,
    });
    const facts = deliveryFacts({
      intent,
      preferences: {
        topicsOff: ["ideas"],
        frequency: "usual",
        pausedUntil: null,
        lastMarketingAt: null,
      },
    });
    expect(decideDelivery(facts, SETTINGS, NOW)).toEqual({ kind: "skip", reason: "topic_off" });
  });

  test("a pause gets the email after it, if it is still worth reading then", () => {
    const pausedUntil = hoursAgo(-3);
    expect(withPreferences({ pausedUntil })).toEqual({
      kind: "defer",
      until: pausedUntil,
      reason: "paused_by_customer",
    });
    expect(withPreferences({ pausedUntil: daysAgo(-30) })).toEqual({
      kind: "skip",
      reason: "paused_by_customer",
    });
    expect(withPreferences({ pausedUntil: daysAgo(1) })).toEqual({ kind: "send" });
  });

  test("one email a week waits until the last is a week old, exempt emails too", () => {
    expect(
      withPreferences({ frequency: "weekly", lastMarketingAt: daysAgo(6) }, daysAgo(-3)),
    ).toEqual({
      kind: "defer",
      until: daysAgo(-1),
      reason: "fewer_by_customer",
    });
    expect(withPreferences({ frequency: "weekly", lastMarketingAt: daysAgo(8) })).toEqual({
      kind: "send",
    });
  });

  test("one email a month is not emailed after three weeks", () => {
    expect(withPreferences({ frequency: "monthly", lastMarketingAt: daysAgo(21) })).toEqual({
      kind: "skip",
      reason: "fewer_by_customer",
    });
  });
});
