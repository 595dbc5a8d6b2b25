import { describe, expect, test } from "vitest";
import { decideDelivery } from "~/delivery/decision/decide-delivery";
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

describe("a recipient with preferences", () => {
  test("gets the email if no preference excludes it", () => {
    expect(withPreferences({ topicsOff: ["ideas", "news"] })).toEqual({ kind: "send" });
  });

  test("gets no abandoned-checkout email without reminders", () => {
    expect(withPreferences({ topicsOff: ["reminders"] })).toEqual({
      kind: "skip",
      reason: "topic_off",
    });
  });

  test("gets no cross-sell email without product ideas", () => {
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

  test("gets the email after a pause, if it is still relevant then", () => {
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

  test("waits a week after the last email with a weekly limit, also for exempt emails", () => {
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

  test("gets no email after three weeks with a monthly limit", () => {
    expect(withPreferences({ frequency: "monthly", lastMarketingAt: daysAgo(21) })).toEqual({
      kind: "skip",
      reason: "fewer_by_customer",
    });
  });
});
