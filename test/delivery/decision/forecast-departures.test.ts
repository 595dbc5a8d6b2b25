import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideDelivery, type DeliveryFacts } from "~/delivery/decide-delivery";
import { forecastDepartures } from "~/delivery/decision/forecast-departures";
import { hoursAgo, NOW } from "../../support/builders";
import { anIntent, deliveryFacts, SETTINGS } from "../../support/delivery-builders";

const HOUR_MS = 3_600_000;
const inHours = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
/** A marketing email that a week does not make too late. */
const news = (overrides: Partial<DeliveryFacts> = {}): DeliveryFacts =>
  deliveryFacts({
    intent: anIntent({ purpose: "lifecycle", exemptFromHourCap: false, exits: [] }),
    expiresAt: inHours(24 * 30),
    ...overrides,
  });
const foresee = (facts: DeliveryFacts, from = NOW) =>
  forecastDepartures([{ profileId: "ada", facts, from }], SETTINGS)[0];

describe("a planned message", () => {
  test("leaves when it is due, where nothing holds it back", () => {
    expect(foresee(news())).toEqual({ kind: "leaves", at: NOW });
    expect(foresee(news(), inHours(2))).toEqual({ kind: "leaves", at: inHours(2) });
  });

  test("that is due in the night leaves when quiet hours end", () => {
    // NOW is noon: eleven hours later it is 23:00.
    const departure = foresee(news(), inHours(11));
    expect(departure).toEqual({ kind: "leaves", at: inHours(20) });
  });

  test("waits for the gap to the last email, and for the night after it", () => {
    const { marketingCapHours } = SETTINGS;
    const recent = news({ recentMarketingAt: [hoursAgo(2)] });
    const departure = foresee(recent);
    expect(departure).toMatchObject({ kind: "leaves" });
    expect(departure!.at >= inHours(marketingCapHours - 2)).toBe(true);
  });

  test("that waits for the merchant has no time", () => {
    expect(foresee(news({ flowStatus: "paused" }))).toMatchObject({
      kind: "waits",
      reason: "flow_paused",
    });
    expect(foresee(news({ missingSetup: "sender_missing" }))).toMatchObject({
      kind: "waits",
      reason: "sender_missing",
    });
  });

  test("that must no longer be sent has the reason", () => {
    expect(foresee(news({ runExit: "erased" }))).toMatchObject({
      kind: "skipped",
      reason: "erased",
    });
  });
});

test("of two to one customer the second waits for the first, and one to another customer does not", () => {
  const planned = ["ada", "ada", "ben"].map((profileId, n) => ({
    ...{ profileId, from: NOW },
    facts: news({
      intent: anIntent({
        ...{ purpose: "lifecycle", exemptFromHourCap: false, exits: [] },
        templateId: `flow/email-${n}`,
      }),
    }),
  }));
  const [first, second, other] = forecastDepartures(planned, SETTINGS);
  expect(first).toEqual({ kind: "leaves", at: NOW });
  expect(other).toEqual({ kind: "leaves", at: NOW });
  expect(second!.at >= inHours(SETTINGS.marketingCapHours)).toBe(true);
});

test("is never in the past, and the arbiter lets it leave at that very time", () => {
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
