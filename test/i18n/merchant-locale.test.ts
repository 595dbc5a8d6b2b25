import { expect, test } from "vitest";
import { localeOfMerchant } from "~/i18n/merchant-locale.server";

test.each([
  // stored locale, country, expected
  ["en", "GB", "en", "en-GB"],
  ["en-AU", "GB", "en", "en-AU"],
  [null, "DE", "en", "en-DE"],
  [null, null, "en", "en-US"],
  ["de", "AT", "de", "de-AT"],
  ["de-CH", "AT", "de", "de-CH"],
  // No folder has emails to merchants in these.
  ["ar", "AE", "en", "en-AE"],
  ["nl", "BE", "en", "en-BE"],
  ["nonsense!", "CA", "en", "en-CA"],
])(
  "a team that opened the app in %s, in a shop in %s, reads %s as in %s",
  (stored, country, language, locale) => {
    const shop = { merchantLocale: stored, countryCode: country };
    expect(localeOfMerchant(shop)).toEqual({ language, locale });
  },
);
