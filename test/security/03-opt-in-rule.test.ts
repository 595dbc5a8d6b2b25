import { describe, expect, test } from "vitest";
import { needsConfirmation } from "~/delivery/settings/opt-in-rule";
import { SendingSettings } from "~/delivery/settings/sending-settings";

describe("the default confirmation rule", () => {
  test.each([
    ["GB", ["GB"], false],
    ["GB", ["GB", "FR", "AT"], true],
    ["CH", [], true],
    [null, ["US", "DE"], true],
    [null, [], true],
  ])(
    "follows the strictest market: shop in %s, ships to %j",
    (countryCode, shipsToCountries, is) => {
      expect(needsConfirmation("where_required", { countryCode, shipsToCountries })).toBe(is);
    },
  );

  test("is on in a new shop, and follows the merchant's setting elsewhere", () => {
    expect(SendingSettings.parse({}).optInRule).toBe("double");
    expect(needsConfirmation("single", { countryCode: "DE", shipsToCountries: ["DE"] })).toBe(
      false,
    );
  });
});
