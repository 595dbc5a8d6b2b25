import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideDelivery, type DeliveryFacts } from "~/delivery/decision/decide-delivery";
import { daysAgo, hoursAgo, NOW } from "../../support/builders";
import { anIntent, deliveryFacts, SETTINGS } from "../../support/delivery-builders";
import {
  checkoutFacts,
  anOrderSince,
  profileFacts,
  enrollmentFacts,
} from "../../support/enrollment-builders";

const decide = (facts: Partial<DeliveryFacts>, now = NOW) =>
  decideDelivery(deliveryFacts(facts), SETTINGS, now);
const profile = (overrides: Parameters<typeof profileFacts>[0]) => ({
  enrollment: enrollmentFacts({ profile: profileFacts(overrides) }),
});
/** An email that the shop started: every cap applies. */
const capped = anIntent({ purpose: "lifecycle", exemptFromHourCap: false });

describe("decideDelivery", () => {
  test("sends a message that no rule blocks", () => {
    expect(decide({})).toEqual({ kind: "send" });
  });

  test.each([
    ["the app was uninstalled", { isShopInstalled: false }, "shop_uninstalled"],
    ["the flow was archived", { flowStatus: "archived" }, "flow_archived"],
    ["the profile is gone", profile({ isDeleted: true }), "profile_deleted"],
    ["consent was withdrawn", profile({ marketingState: "unsubscribed" }), "unsubscribed"],
    ["consent was never given", profile({ marketingState: "not_subscribed" }), "not_subscribed"],
    ["the address bounced", profile({ suppressions: ["hard_bounce"] }), "suppressed"],
    ["an unsubscribe link was used", profile({ suppressions: ["unsubscribe"] }), "unsubscribed"],
    ["there is no address", profile({ hasAddress: false }), "no_address"],
    [
      "an order came",
      { enrollment: enrollmentFacts({ ordersSince: [anOrderSince()] }) },
      "order_placed",
    ],
    ["the enrollment has ended", { exitReason: "checkout_replaced" }, "checkout_replaced"],
    [
      "all lines are sold out",
      { enrollment: enrollmentFacts({ object: checkoutFacts({ availableLineCount: 0 }) }) },
      "nothing_available",
    ],
    ["it is too late", { expiresAt: NOW }, "expired"],
  ] as const)("skips when %s", (_what, facts, reason) => {
    expect(decide(facts)).toEqual({ kind: "skip", reason });
  });

  test("sends to a customer without consent when the audience is everyone", () => {
    const facts = {
      ...profile({ marketingState: "not_subscribed" }),
      intent: anIntent({ audience: "all_customers" }),
    };
    expect(decide(facts)).toEqual({ kind: "send" });
  });

  test.each([
    ["the flow is paused", { flowStatus: "paused" }, "flow_paused"],
    ["Shopify has frozen the shop", { closedAs: "frozen" }, "shop_frozen"],
    ["the shop is paused", { closedAs: "paused" }, "shop_paused"],
    ["no sender is set", { missingSetup: "sender_missing" }, "sender_missing"],
    ["Shopify has refused the app for a day", { accessLostAt: daysAgo(1) }, "access_lost"],
  ] as const)("checks again in a quarter of an hour while %s", (_what, facts, reason) => {
    expect(decide(facts)).toEqual({ kind: "defer", reason, until: hoursAgo(-0.25) });
  });

  test("skips an unpublished email of a live flow", () => {
    expect(decide({ isDraft: true })).toEqual({ kind: "skip", reason: "not_published" });
    expect(decide({ isDraft: true, flowStatus: "paused" })).toMatchObject({ kind: "defer" });
  });

  test("goes on for a day after Shopify began to refuse the app", () => {
    expect(decide({ accessLostAt: hoursAgo(23.9) })).toEqual({ kind: "send" });
  });

  test("waits until the message expires, then skips it as expired", () => {
    const facts = { flowStatus: "paused", expiresAt: hoursAgo(-0.1) } as const;
    expect(decide(facts)).toMatchObject({ kind: "defer", until: hoursAgo(-0.1) });
    expect(decide(facts, hoursAgo(-0.1))).toEqual({ kind: "skip", reason: "expired" });
  });

  test("skips a message whose customer no longer fits the flow", () => {
    const intent = anIntent({ filter: [{ kind: "order_count", min: 1, max: null }] });
    expect(decide({ intent })).toEqual({ kind: "skip", reason: "does_not_fit" });
  });

  test("waits for the morning in the recipient's time zone", () => {
    expect(decide({ countryCode: "JP" }, new Date("2026-03-03T13:00:00Z"))).toEqual({
      kind: "defer",
      reason: "quiet_hours",
      until: new Date("2026-03-03T23:00:00Z"),
    });
  });

  test("skips a message that expires during quiet hours", () => {
    const night = new Date("2026-03-03T22:00:00Z");
    const expiresAt = new Date("2026-03-04T07:00:00Z");
    expect(decide({ expiresAt }, night)).toEqual({ kind: "skip", reason: "quiet_hours" });
  });
});

describe("the frequency cap", () => {
  test("keeps sixteen hours between two emails, also overnight", () => {
    const facts = { intent: capped, recentMarketingAt: [hoursAgo(4)] };
    expect(decide({ ...facts, expiresAt: daysAgo(-3) })).toEqual({
      kind: "defer",
      reason: "frequency_cap",
      until: new Date("2026-03-04T08:00:00Z"),
    });
  });

  test("ends after sixteen hours", () => {
    expect(decide({ intent: capped, recentMarketingAt: [hoursAgo(16)] })).toEqual({ kind: "send" });
  });

  test("does not delay an exempt email", () => {
    const intent = anIntent({ purpose: "lifecycle", exemptFromHourCap: true });
    expect(decide({ intent, recentMarketingAt: [hoursAgo(1)] })).toEqual({ kind: "send" });
  });

  test("allows four emails in seven days, including emails exempt from the gap", () => {
    const recentMarketingAt = [daysAgo(1), daysAgo(2), daysAgo(3), daysAgo(6)];
    const intent = anIntent({ purpose: "lifecycle", exemptFromHourCap: true });
    expect(decide({ intent, recentMarketingAt, expiresAt: daysAgo(-3) })).toMatchObject({
      kind: "defer",
      reason: "frequency_cap",
      until: daysAgo(-1),
    });
  });

  test("uses the learned limit when it is below the merchant's cap", () => {
    const expiresAt = daysAgo(-9);
    const one = { intent: capped, recentMarketingAt: [daysAgo(2)], expiresAt };
    expect(decide({ ...one, learnedCap: 1 })).toMatchObject({
      kind: "defer",
      reason: "frequency_cap",
      until: daysAgo(-5),
    });
    expect(decide({ ...one, learnedCap: 2 })).toEqual({ kind: "send" });
    const four = { intent: capped, recentMarketingAt: [1, 2, 3, 6].map(daysAgo), expiresAt };
    expect(decide({ ...four, learnedCap: 28 })).toMatchObject({ reason: "frequency_cap" });
  });

  test("ends with the last of the applicable caps", () => {
    const recentMarketingAt = [hoursAgo(2), daysAgo(2), daysAgo(3), daysAgo(5)];
    expect(decide({ intent: capped, recentMarketingAt, expiresAt: daysAgo(-9) })).toEqual({
      ...{ kind: "defer", reason: "frequency_cap", until: daysAgo(-2) },
    });
  });

  test("skips a message that the cap would delay past its expiry", () => {
    const facts = { intent: capped, recentMarketingAt: [hoursAgo(1)], expiresAt: hoursAgo(-3) };
    expect(decide(facts)).toEqual({ kind: "skip", reason: "frequency_cap" });
  });
});

describe("a message that the customer requested or triggered", () => {
  const requested = (purpose: "back_in_stock" | "price_drop") =>
    anIntent({
      purpose,
      exemptFromHourCap: false,
      trigger: {
        ...{ kind: "product", key: "request-1", productId: "501", variantId: "501-1" },
        ...{ at: daysAgo(3), seenMinor: null },
      },
    });
  const busyWeek = [1, 20, 50, 80, 100, 120].map(hoursAgo);

  test.each(["back_in_stock", "price_drop"] as const)(
    "%s leaves at once after a week full of emails",
    (purpose) => {
      const facts = { intent: requested(purpose), recentMarketingAt: busyWeek, learnedCap: 1 };
      expect(decide(facts)).toEqual({ kind: "send" });
    },
  );

  test("leaves when quiet hours end, whatever the caps", () => {
    const night = new Date("2026-03-03T22:00:00Z");
    const facts = {
      intent: requested("back_in_stock"),
      recentMarketingAt: busyWeek,
      expiresAt: daysAgo(-2),
    };
    expect(decide(facts, night)).toEqual({
      kind: "defer",
      reason: "quiet_hours",
      until: new Date("2026-03-04T08:00:00Z"),
    });
  });

  const reduced = {
    topicsOff: [],
    frequency: "monthly" as const,
    pausedUntil: null,
    lastMarketingAt: daysAgo(1),
  };

  test("respects pauses and topics, and respects the frequency unless the customer asked for the email", () => {
    const request = { intent: requested("back_in_stock"), expiresAt: daysAgo(-1) };
    expect(decide({ ...request, preferences: reduced })).toEqual({ kind: "send" });
    expect(decide({ ...request, preferences: { ...reduced, pausedUntil: daysAgo(-9) } })).toEqual({
      kind: "skip",
      reason: "paused_by_customer",
    });
    expect(decide({ ...request, preferences: { ...reduced, topicsOff: ["ideas"] } })).toEqual({
      kind: "skip",
      reason: "topic_off",
    });
    expect(decide({ ...request, intent: requested("price_drop"), preferences: reduced })).toEqual({
      kind: "skip",
      reason: "fewer_by_customer",
    });
  });

  test("waits for the sixteen hours if a cart email can, and is sent anyway if it cannot", () => {
    const cart = anIntent({ purpose: "cart", exemptFromHourCap: false });
    const soon = { intent: cart, recentMarketingAt: [hoursAgo(10)] };
    expect(decide({ ...soon, expiresAt: hoursAgo(-23) })).toMatchObject({
      kind: "defer",
      reason: "frequency_cap",
    });
    expect(decide({ ...soon, expiresAt: hoursAgo(-3) })).toEqual({ kind: "send" });
    expect(decide({ ...soon, expiresAt: hoursAgo(-6) })).toEqual({ kind: "send" });
  });

  test("is never dropped by a cap or a learned limit", () => {
    const never: readonly string[] = ["frequency_cap", "yields"];
    fc.assert(
      fc.property(
        fc.constantFrom(
          ...(["checkout", "cart", "low_stock", "order", "back_in_stock", "price_drop"] as const),
        ),
        fc.boolean(),
        fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 96 }),
        fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
        (purpose, exemptFromHourCap, ages, hours, learnedCap) => {
          const facts = {
            intent: anIntent({ purpose, exemptFromHourCap }),
            recentMarketingAt: ages.map(hoursAgo),
            expiresAt: hoursAgo(-hours),
            learnedCap,
          };
          let now = NOW;
          for (let request = 0; request < 100; request++) {
            const decision = decide(facts, now);
            if (decision.kind === "send") return true;
            if (decision.kind === "skip") return !never.includes(decision.reason);
            now = decision.until;
          }
          return false;
        },
      ),
    );
  });
});

describe("any delivery decision", () => {
  const someFacts = fc.record({
    flowStatus: fc.constantFrom("live", "paused", "archived", "draft"),
    countryCode: fc.constantFrom("GB", "JP", "US", null),
    expiresAt: fc.integer({ min: -48, max: 72 }).map((hours) => hoursAgo(-hours)),
    recentMarketingAt: fc
      .array(fc.integer({ min: 0, max: 200 }), { maxLength: 6 })
      .map((ages) => ages.map(hoursAgo)),
    intent: fc.constantFrom(anIntent(), capped),
    missingSetup: fc.constantFrom(null, "sender_missing"),
  }) as fc.Arbitrary<Partial<DeliveryFacts>>;
  const someNow = fc.integer({ min: 0, max: 47 }).map((hours) => hoursAgo(-hours));

  test("defers to a future time before the expiry", () => {
    fc.assert(
      fc.property(someFacts, someNow, (facts, now) => {
        const decision = decide(facts, now);
        return (
          decision.kind !== "defer" ||
          (decision.until > now && decision.until <= deliveryFacts(facts).expiresAt)
        );
      }),
    );
  });

  test("never sends without consent, whatever the other facts", () => {
    fc.assert(
      fc.property(
        someFacts,
        someNow,
        fc.constantFrom("unsubscribed", "invalid", "redacted", "not_subscribed", "pending"),
        (facts, now, marketingState) =>
          decide({ ...facts, ...profile({ marketingState }) }, now).kind !== "send",
      ),
    );
  });

  test("terminates: after any sequence of deferrals, it sends or skips before the expiry", () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        let now = NOW;
        for (let request = 0; request < 400; request++) {
          const decision = decide(facts, now);
          if (decision.kind !== "defer") return true;
          now = decision.until;
        }
        return false;
      }),
    );
  });
});
