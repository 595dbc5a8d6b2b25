import { expect, test } from "vitest";
import { localeOfMerchant } from "~/i18n/merchant-locale.server";

test.each([
  // stored locale, country, expected
  ["en", "GB", "en-GB"],
  ["en-AU", "GB", "en-AU"],
  [null, "DE", "en-DE"],
  [null, null, "en-US"],
  ["de", "AT", "en-AT"],
  ["nonsense!", "CA", "en-CA"],
])("a team that opened the app in %s, in a shop in %s, reads %s", (stored, country, locale) => {
  const shop = { merchantLocale: stored, countryCode: country };
  expect(localeOfMerchant(shop)).toEqual({ language: "en", locale });
});
