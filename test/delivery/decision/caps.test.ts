import { describe, expect, test } from "vitest";
import { capEnds, capPer7Days, HOLD_MS, yieldsUntil } from "~/delivery/decision/caps";
import type { DeliveryFacts } from "~/delivery/decision/decide-delivery";
import type { PendingMessage } from "~/delivery/decision/message-value";
import { daysAgo, hoursAgo, NOW } from "../../support/builders";
import { anIntent, deliveryFacts, SETTINGS } from "../../support/delivery-builders";

const inHours = (hours: number) => hoursAgo(-hours);
const lifecycle = anIntent({ purpose: "lifecycle", exemptFromHourCap: false, priority: 50 });

test("the maximum in seven days is the merchant's, or the learned one if that is lower", () => {
  expect(capPer7Days(null, { marketingCapPer7Days: 4 })).toBe(4);
  expect(capPer7Days(2, { marketingCapPer7Days: 4 })).toBe(2);
  expect(capPer7Days(9, { marketingCapPer7Days: 4 })).toBe(4);
});

describe("the caps of an email that the shop started", () => {
  const ends = (facts: Partial<DeliveryFacts>) =>
    capEnds(deliveryFacts({ intent: lifecycle, ...facts }), SETTINGS, NOW);

  test("end sixteen hours after the newest email, in whatever order they are", () => {
    const recentMarketingAt = [daysAgo(3), hoursAgo(2), daysAgo(5)];
    expect(ends({ recentMarketingAt })).toEqual([{ effect: "applies", endsAt: inHours(14) }]);
  });

  test("end when the fourth newest email is a week old", () => {
    const recentMarketingAt = [6, 1, 2, 5, 3].map(daysAgo);
    expect(ends({ recentMarketingAt })).toEqual([
      { effect: "applies", endsAt: hoursAgo(8) },
      { effect: "applies", endsAt: daysAgo(-2) },
    ]);
  });

  test("do not count an email that is exactly a week old", () => {
    expect(ends({ recentMarketingAt: [daysAgo(7), daysAgo(30)] })).toEqual([]);
    const almost = new Date(daysAgo(7).getTime() + 1);
    expect(ends({ recentMarketingAt: [almost], learnedCap: 1 })[1]?.endsAt).toEqual(
      new Date(NOW.getTime() + 1),
    );
  });

  test("are not there before the first email", () => {
    expect(ends({})).toEqual([]);
  });

  test("do not include the hours for an exempt email", () => {
    const intent = { ...lifecycle, exemptFromHourCap: true };
    expect(ends({ intent, recentMarketingAt: [hoursAgo(2)] })).toEqual([]);
  });
});

test("a triggered email has only the hours as its cap, and a requested email has none", () => {
  const ends = (purpose: "cart" | "back_in_stock") =>
    capEnds(
      deliveryFacts({
        ...{ intent: anIntent({ purpose, exemptFromHourCap: false }), learnedCap: 1 },
        recentMarketingAt: [2, 30, 50, 70, 90].map(hoursAgo),
      }),
      SETTINGS,
      NOW,
    );
  expect(ends("cart")).toEqual([{ effect: "delays", endsAt: inHours(14) }]);
  expect(ends("back_in_stock")).toEqual([]);
});

describe("a message yields", () => {
  const rival = (overrides: Partial<PendingMessage> = {}): PendingMessage => ({
    ...{ messageId: "rival", purpose: "browse", exemptFromHourCap: false },
    ...{ value: 0.04, priority: 50, dueAt: inHours(20), expiresAt: inHours(60), ...overrides },
  });
  const isAwake = (at: Date) => at;
  const until = (facts: Partial<DeliveryFacts>, awake = isAwake) =>
    yieldsUntil(
      deliveryFacts({ intent: lifecycle, expiresAt: inHours(96), value: 0.01, ...facts }),
      SETTINGS,
      NOW,
      awake,
    );
  /** Three emails in the last week: one slot is left. */
  const recentMarketingAt = [30, 60, 90].map(hoursAgo);
  const lastSlot = (overrides: Partial<PendingMessage> = {}) =>
    until({ recentMarketingAt, pending: [rival(overrides)] });

  test("until a rival for the last slot is due", () => {
    expect(lastSlot()).toEqual(inHours(20));
    expect(until({ recentMarketingAt: recentMarketingAt.slice(1), pending: [rival()] })).toBeNull();
  });

  test("until the last of its rivals is due", () => {
    const pending = [rival({ dueAt: inHours(5) }), rival(), rival({ dueAt: inHours(9) })];
    expect(until({ recentMarketingAt, pending })).toEqual(inHours(20));
  });

  test("until it expires, if that is earlier", () => {
    const facts = { recentMarketingAt, pending: [rival()] };
    expect(until({ ...facts, expiresAt: inHours(19) })).toEqual(inHours(19));
    expect(until({ ...facts, expiresAt: inHours(21) })).toEqual(inHours(20));
  });

  test("until quiet hours end", () => {
    const facts = { recentMarketingAt, pending: [rival()] };
    expect(until(facts, (at) => new Date(at.getTime() + 3_600_000))).toEqual(inHours(21));
  });

  test("for a quarter of an hour to a rival that is due and has not left", () => {
    expect(lastSlot({ dueAt: hoursAgo(1) })).toEqual(new Date(NOW.getTime() + HOLD_MS));
  });

  test("only to rivals that can still leave", () => {
    expect(lastSlot({ dueAt: hoursAgo(9), expiresAt: NOW })).toBeNull();
    expect(lastSlot({ dueAt: inHours(60) })).toBeNull();
    expect(lastSlot({ dueAt: inHours(59.9) })).toEqual(inHours(59.9));
  });

  test("only to rivals of the next seven days", () => {
    const expiresAt = daysAgo(-20);
    const facts = (dueAt: Date) => ({
      ...{ recentMarketingAt, expiresAt },
      pending: [rival({ dueAt, expiresAt })],
    });
    expect(until(facts(daysAgo(-7)))).toBeNull();
    expect(until(facts(daysAgo(-6.9)))).toEqual(daysAgo(-6.9));
  });

  test("no slot of the week to emails that are a week old", () => {
    const old = [30, 60, 24 * 7].map(hoursAgo);
    expect(until({ recentMarketingAt: old, pending: [rival()] })).toBeNull();
  });

  test("a slot of the learned maximum", () => {
    expect(until({ pending: [rival()] })).toBeNull();
    expect(until({ pending: [rival()], learnedCap: 1 })).toEqual(inHours(20));
  });

  test("the sixteen hours before a rival that cannot wait for them", () => {
    const soon = { dueAt: inHours(3), expiresAt: inHours(16) };
    const blocked = (overrides: Partial<PendingMessage>) =>
      until({ pending: [rival({ ...soon, ...overrides })] });
    expect(blocked({})).toEqual(inHours(3));
    expect(blocked({ expiresAt: inHours(16.1) })).toBeNull();
    expect(blocked({ exemptFromHourCap: true })).toBeNull();
  });

  test("only to the rival that cannot wait, while the week has room", () => {
    const pending = [rival({ dueAt: inHours(3), expiresAt: inHours(10) }), rival()];
    expect(until({ pending })).toEqual(inHours(3));
  });

  test("only if a cap applies to it", () => {
    const intent = { ...lifecycle, purpose: "checkout" as const };
    expect(until({ intent, recentMarketingAt, pending: [rival()] })).toBeNull();
  });
});
