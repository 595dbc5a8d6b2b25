import { describe, expect, test } from "vitest";
import { decideDelivery } from "~/delivery/decision/decide-delivery";
import {
  preferenceDelay,
  topicOf,
  type RecipientPreferences,
} from "~/delivery/decision/apply-preferences";
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

describe("the delay by preferences", () => {
  const delay = (preferences: Partial<RecipientPreferences>, recent: readonly Date[] = []) =>
    preferenceDelay(
      {
        ...{ topicsOff: [], frequency: "weekly", pausedUntil: null, lastMarketingAt: null },
        ...preferences,
      },
      recent,
      NOW,
    );

  test("counts from the newest of all emails", () => {
    const until = daysAgo(-5);
    const found = { until, reason: "fewer_by_customer" };
    expect(delay({ lastMarketingAt: daysAgo(2) }, [daysAgo(4), daysAgo(3)])).toEqual(found);
    expect(delay({ lastMarketingAt: daysAgo(4) }, [daysAgo(3), daysAgo(2)])).toEqual(found);
    expect(delay({}, [daysAgo(2), daysAgo(3)])).toEqual(found);
  });

  test("ends at the very time of the pause or of the frequency", () => {
    expect(delay({ lastMarketingAt: daysAgo(7) })).toBeNull();
    expect(delay({ pausedUntil: NOW })).toBeNull();
    expect(delay({})).toBeNull();
  });

  test("by a pause comes before that by the frequency", () => {
    expect(delay({ pausedUntil: daysAgo(-1), lastMarketingAt: NOW })).toEqual({
      until: daysAgo(-1),
      reason: "paused_by_customer",
    });
  });
});

test("the topic follows from the origin and the trigger", () => {
  expect(topicOf(anIntent())).toBe("reminders");
  const person = { kind: "person", key: "k", at: NOW } as const;
  expect(topicOf(anIntent({ trigger: person }))).toBe("ideas");
  expect(topicOf({ ...anIntent(), origin: "campaign", campaignId: "spring" })).toBe("news");
});
