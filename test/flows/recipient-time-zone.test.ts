import { describe, expect, test } from "vitest";
import { recipientTimeZone } from "~/flows/time/recipient-time-zone";
import { NOW } from "../support/builders";

describe("recipientTimeZone", () => {
  test.each([
    ["a country of one zone gives its own", "JP", "Asia/Tokyo"],
    ["zones whose clocks agree count as one", "DE", "Europe/Berlin"],
    ["a country of several zones gives the shop's", "US", "Europe/London"],
    ["no country gives the shop's", null, "Europe/London"],
    ["an odd country gives the shop's", "not a country", "Europe/London"],
  ])("%s", (_rule, country, zone) => {
    expect(recipientTimeZone(country, "Europe/London", NOW)).toBe(zone);
  });

  test("treats an unknown time zone as UTC", () => {
    expect(recipientTimeZone(null, "Mars/Olympus", NOW)).toBe("UTC");
  });
});
