import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideDelivery, type DeliveryFacts } from "~/delivery/decision/decide-delivery";
import { forecastDepartures } from "~/delivery/decision/forecast-departures";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { hoursAgo, NOW } from "../../support/builders";
import { anIntent, deliveryFacts, SETTINGS } from "../../support/delivery-builders";

const HOUR_MS = 3_600_000;
const inHours = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
/** A marketing email that is still relevant after a week. */
const news = (overrides: Partial<DeliveryFacts> = {}): DeliveryFacts =>
  deliveryFacts({
    intent: anIntent({ purpose: "lifecycle", exemptFromHourCap: false, exits: [] }),
    expiresAt: inHours(24 * 30),
    ...overrides,
  });
const foresee = (facts: DeliveryFacts, from = NOW) =>
  forecastDepartures([{ profileId: profileIdOfCustomer("ada"), facts, from }], SETTINGS)[0]
    ?.departure;

describe("a planned message", () => {
  test("leaves when due if nothing delays it", () => {
    expect(foresee(news())).toEqual({ kind: "leaves", at: NOW, reason: null });
    expect(foresee(news(), inHours(2))).toEqual({ kind: "leaves", at: inHours(2), reason: null });
  });

  test("leaves when quiet hours end if it is due at night", () => {
    // NOW is noon: eleven hours later it is 23:00.
    const departure = foresee(news(), inHours(11));
    expect(departure).toEqual({ kind: "leaves", at: inHours(20), reason: "quiet_hours" });
  });

  test("waits for the gap after the last email, then for the end of the night", () => {
    const { marketingCapHours } = SETTINGS;
    const recent = news({ recentMarketingAt: [hoursAgo(2)] });
    const departure = foresee(recent);
    expect(departure).toMatchObject({ kind: "leaves", reason: "frequency_cap" });
    expect(departure!.at >= inHours(marketingCapHours - 2)).toBe(true);
  });

  test("has no time while it waits for the merchant", () => {
    expect(foresee(news({ flowStatus: "paused" }))).toMatchObject({
      kind: "waits",
      reason: "flow_paused",
    });
    expect(foresee(news({ missingSetup: "sender_missing" }))).toMatchObject({
      kind: "waits",
      reason: "sender_missing",
    });
  });

  test("has a reason when it must no longer be sent", () => {
    expect(foresee(news({ exitReason: "erased" }))).toMatchObject({
      kind: "skipped",
      reason: "erased",
    });
  });
});

test("waits for an earlier message to the same customer only", () => {
  const planned = ["ada", "ada", "ben"].map(profileIdOfCustomer).map((profileId, n) => ({
    ...{ profileId, from: NOW },
    facts: news({
      intent: anIntent({
        ...{ purpose: "lifecycle", exemptFromHourCap: false, exits: [] },
        templateId: `flow/email-${n}`,
      }),
    }),
  }));
  const [first, second, other] = forecastDepartures(planned, SETTINGS).map(
    ({ departure }) => departure,
  );
  expect(first).toEqual({ kind: "leaves", at: NOW, reason: null });
  expect(other).toEqual({ kind: "leaves", at: NOW, reason: null });
  expect(second!.at >= inHours(SETTINGS.marketingCapHours)).toBe(true);
});

describe("messages due at different times", () => {
  const planned = (customer: string, hours: number) => ({
    ...{ profileId: profileIdOfCustomer(customer), from: inHours(hours) },
    facts: news({
      intent: anIntent({
        ...{ purpose: "lifecycle", exemptFromHourCap: false, exits: [] },
        templateId: `flow/${customer}-${hours}`,
      }),
    }),
  });
  const times = (...messages: ReturnType<typeof planned>[]) =>
    forecastDepartures(messages, SETTINGS).map(({ departure }) => departure.at);

  test("count toward the caps of later ones to the same customer, in any order", () => {
    // The second waits sixteen hours, then until 8:00.
    expect(times(planned("ada", 0), planned("ada", 2))).toEqual([NOW, inHours(20)]);
    expect(times(planned("ada", 2), planned("ada", 0))).toEqual([inHours(20), NOW]);
  });

  test("do not count for another customer", () => {
    expect(times(planned("ada", 0), planned("ben", 2))).toEqual([NOW, inHours(2)]);
  });

  test("keep the first reason for which they wait", () => {
    // Due at 23:00, after an email at 21:00.
    const facts = news({ recentMarketingAt: [inHours(9)] });
    expect(foresee(facts, inHours(11))).toEqual({
      ...{ kind: "leaves", at: inHours(25), reason: "quiet_hours" },
    });
  });
});

test("is never in the past, and the arbiter sends it at exactly that time", () => {
  const message = fc.record({
    hours: fc.nat(72),
    emailedHoursAgo: fc.array(fc.nat(200), { maxLength: 5 }),
    isExempt: fc.boolean(),
  });
  fc.assert(
    fc.property(message, ({ hours, emailedHoursAgo, isExempt }) => {
      const facts = news({
        intent: anIntent({ purpose: "lifecycle", exemptFromHourCap: isExempt, exits: [] }),
        recentMarketingAt: emailedHoursAgo.map((it) => hoursAgo(it)),
      });
      const departure = foresee(facts, inHours(hours));
      expect(departure).toMatchObject({ kind: "leaves" });
      expect(departure!.at >= inHours(hours)).toBe(true);
      expect(decideDelivery(facts, SETTINGS, departure!.at)).toEqual({ kind: "send" });
    }),
  );
});
