import { describe, expect, test } from "vitest";
import { CampaignIntent } from "~/campaigns/campaign-intent";
import type { RecipientPreferences } from "~/delivery/decision/apply-preferences";
import { decideDelivery, type DeliveryFacts } from "~/delivery/decision/decide-delivery";
import { daysAgo, hoursAgo, NOW } from "../../support/builders";
import { deliveryFacts, SETTINGS } from "../../support/delivery-builders";
import { checkoutFacts, enrollmentFacts } from "../../support/enrollment-builders";

const person = { kind: "person", at: daysAgo(1), hasMovedBack: false, noLongerQualifies: false };
const campaign = (overrides: object = {}) =>
  CampaignIntent.parse({
    ...{ origin: "campaign", campaignId: "spring", templateId: "spring", coupon: null },
    ...{ purpose: "campaign", audience: "subscribers", exemptFromHourCap: false, exits: [] },
    ...{ filter: [], priority: 50, repeatDays: 0 },
    trigger: { kind: "person", key: "spring", at: daysAgo(1) },
    ...overrides,
  });
const decide = (facts: Partial<DeliveryFacts> = {}, intent: object = {}, now = NOW) =>
  decideDelivery(
    deliveryFacts({
      ...{ intent: campaign(intent), expiresAt: daysAgo(-5) },
      enrollment: enrollmentFacts({ object: person as never }),
      ...facts,
    }),
    SETTINGS,
    now,
  );
const preferences = (overrides: Partial<RecipientPreferences>): RecipientPreferences => ({
  ...{ topicsOff: [], frequency: "usual", pausedUntil: null, lastMarketingAt: null },
  ...overrides,
});
const skipped = (reason: string) => ({ kind: "skip", reason });

describe("a campaign's email", () => {
  test("leaves when no rule blocks it", () => {
    expect(decide()).toEqual({ kind: "send" });
  });

  test("waits while the campaign is paused, and is skipped once it is canceled", () => {
    expect(decide({ flowStatus: "paused" })).toMatchObject({
      ...{ kind: "defer", reason: "campaign_paused" },
    });
    expect(decide({ flowStatus: "archived" })).toEqual(skipped("campaign_canceled"));
  });

  test("is news: only this topic rules it out", () => {
    const off = (topic: "news" | "ideas" | "reminders") =>
      decide({ preferences: preferences({ topicsOff: [topic] }) });
    expect(off("news")).toEqual(skipped("topic_off"));
    expect(off("ideas")).toEqual({ kind: "send" });
    expect(off("reminders")).toEqual({ kind: "send" });
  });

  test("does not wait for the frequency cap", () => {
    expect(decide({ recentMarketingAt: [hoursAgo(2)] })).toEqual(skipped("frequency_cap"));
  });

  test("does not wait for the recipient's pause or chosen frequency", () => {
    expect(decide({ preferences: preferences({ pausedUntil: daysAgo(-1) }) })).toEqual(
      skipped("paused_by_customer"),
    );
    const weekly = preferences({ frequency: "weekly", lastMarketingAt: daysAgo(6) });
    expect(decide({ preferences: weekly })).toEqual(skipped("fewer_by_customer"));
  });

  test("waits for the end of quiet hours", () => {
    expect(decide({}, {}, new Date("2026-03-03T23:00:00Z"))).toMatchObject({
      ...{ kind: "defer", reason: "quiet_hours", until: new Date("2026-03-04T08:00:00Z") },
    });
  });

  test("yields to a more valuable message", () => {
    const pending = [
      {
        ...{ messageId: "m", purpose: "lifecycle" as const, exemptFromHourCap: false, value: 0.2 },
        ...{ priority: 50, dueAt: hoursAgo(-3), expiresAt: hoursAgo(-9) },
      },
    ];
    expect(decide({ pending })).toMatchObject({ kind: "defer", reason: "yields" });
  });
});

describe("a campaign's email that leaves after the campaign's own time", () => {
  // Yesterday noon.
  const ownTimeAt = daysAgo(1);
  const late = (facts: Partial<DeliveryFacts> = {}, at = ownTimeAt) =>
    decide(facts, { ownTimeAt: at });

  test("leaves if its recipient had room then", () => {
    expect(late()).toEqual({ kind: "send" });
    expect(late({ recentMarketingAt: [daysAgo(3)] })).toEqual({ kind: "send" });
  });

  test("is skipped if its recipient was over the cap then", () => {
    // Two hours before the campaign, and 26 hours ago.
    expect(late({ recentMarketingAt: [hoursAgo(26)] })).toEqual(skipped("frequency_cap"));
    expect(late({ recentMarketingAt: [ownTimeAt] })).toEqual(skipped("frequency_cap"));
  });

  test("is not skipped for emails after the campaign's own time that are out of the cap", () => {
    expect(late({ recentMarketingAt: [hoursAgo(20)] })).toEqual({ kind: "send" });
  });

  test("is decided after the quiet hours of its own time", () => {
    // The night ended at 8:00; the email of 20:00 was twelve hours before, that of 15:00 seventeen.
    const night = new Date("2026-03-03T02:00:00Z");
    const now = new Date("2026-03-03T14:00:00Z");
    const after = (at: string) =>
      decide({ recentMarketingAt: [new Date(at)] }, { ownTimeAt: night }, now);
    expect(after("2026-03-02T20:00:00Z")).toEqual(skipped("frequency_cap"));
    expect(after("2026-03-02T15:00:00Z")).toEqual({ kind: "send" });
  });

  test("is skipped if the chosen frequency blocked it then", () => {
    const weekly = (lastMarketingAt: Date) =>
      late({ preferences: preferences({ frequency: "weekly", lastMarketingAt }) });
    expect(weekly(daysAgo(7.5))).toEqual(skipped("fewer_by_customer"));
    expect(weekly(daysAgo(8))).toEqual({ kind: "send" });
  });

  test("yields to nothing that was planned later", () => {
    const pending = [
      {
        ...{ messageId: "m", purpose: "lifecycle" as const, exemptFromHourCap: false, value: 0.2 },
        ...{ priority: 50, dueAt: hoursAgo(20), expiresAt: hoursAgo(12) },
      },
    ];
    expect(late({ pending })).toEqual({ kind: "send" });
  });

  test("is decided once if its time is now or later", () => {
    expect(late({}, NOW)).toEqual({ kind: "send" });
    expect(late({ recentMarketingAt: [hoursAgo(16)] }, hoursAgo(-1))).toEqual({ kind: "send" });
  });
});

test("a used-up plan delays a campaign past its expiry, a flow's email up to it", () => {
  const planFullUntil = daysAgo(-20);
  const waits = (until: Date) => ({ kind: "defer", reason: "plan_limit", until });
  expect(decide({ planFullUntil })).toEqual(waits(planFullUntil));
  const flow = (facts: Partial<DeliveryFacts>) =>
    decideDelivery(deliveryFacts(facts), SETTINGS, NOW);
  expect(flow({ planFullUntil, expiresAt: daysAgo(-1) })).toEqual(waits(daysAgo(-1)));
  expect(flow({ planFullUntil, expiresAt: daysAgo(-21) })).toEqual(waits(planFullUntil));
  expect(flow({ planFullUntil, expiresAt: NOW })).toEqual(skipped("plan_limit_expired"));
});

test("a cart or checkout without anything available is skipped, other objects are not", () => {
  const ofObject = (object: object) =>
    decide({ enrollment: enrollmentFacts({ object: object as never }) });
  const soldOut = { availableLineCount: 0 };
  expect(ofObject(checkoutFacts(soldOut))).toEqual(skipped("nothing_available"));
  expect(ofObject({ ...checkoutFacts(soldOut), kind: "cart", lines: [] })).toEqual(
    skipped("nothing_available"),
  );
  expect(ofObject({ ...person, ...soldOut })).toEqual({ kind: "send" });
});
