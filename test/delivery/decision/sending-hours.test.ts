import { describe, expect, test } from "vitest";
import { maySendAt, maySendUntil } from "~/delivery/decision/sending-hours";
import { NOW } from "../../support/builders";
import { anIntent, SETTINGS } from "../../support/delivery-builders";

const quietFrom9To8 = { quietHours: { startHour: 21, endHour: 8 } };
const recipient = (countryCode: string | null, overrides = {}) => ({
  intent: anIntent(overrides),
  countryCode,
  shopTimeZone: "Europe/London",
});
const confirmation = (countryCode: string) =>
  recipient(countryCode, { purpose: "opt_in_confirmation" });

describe("a ready message", () => {
  test("leaves at once in the day of its recipient", () => {
    expect(maySendAt(recipient("GB"), quietFrom9To8, NOW)).toEqual(NOW);
  });

  test("waits for the end of its recipient's quiet hours", () => {
    // Noon in London is 21:00 in Tokyo.
    expect(maySendAt(recipient("JP"), quietFrom9To8, NOW)).toEqual(
      new Date("2026-03-03T23:00:00Z"),
    );
  });

  test("leaves at any hour if the customer waits for it", () => {
    expect(maySendAt(confirmation("JP"), SETTINGS, NOW)).toEqual(NOW);
  });
});

describe("a batch", () => {
  test("may leave until the first quiet hours of any recipient", () => {
    // 21:00 in Berlin is 20:00 UTC.
    const [london, berlin] = [recipient("GB"), recipient("DE")];
    const until = new Date("2026-03-03T20:00:00Z");
    expect(maySendUntil([london, berlin], quietFrom9To8, NOW)).toEqual(until);
    expect(maySendUntil([berlin, london], quietFrom9To8, NOW)).toEqual(until);
    expect(maySendUntil([london], quietFrom9To8, NOW)).toEqual(new Date("2026-03-03T21:00:00Z"));
  });

  test("may leave at any time without quiet hours", () => {
    const none = { quietHours: { startHour: 8, endHour: 8 } };
    expect(maySendUntil([recipient("GB")], none, NOW)).toBeNull();
    expect(maySendUntil([confirmation("GB")], quietFrom9To8, NOW)).toBeNull();
    expect(maySendUntil([], quietFrom9To8, NOW)).toBeNull();
  });
});
