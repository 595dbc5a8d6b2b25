import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { parseSettings, settingsValues, type SettingsValues } from "~/pages/settings/settings-form";
import { GERMAN_ADDRESSES } from "~/i18n/locale";
import { aBrand } from "../../support/email-values";

const good = settingsValues(
  aBrand(),
  SendingSettings.parse({ senderAddress: "hi@kettle.example" }),
  null,
);

describe("parseSettings", () => {
  test("reads accounts on social networks, one a line", () => {
    const socials = " https://instagram.com/kettle\n\nhttps://www.pinterest.co.uk/kettle\n";
    const parsed = parseSettings({ ...good, socials }, null);
    if (parsed.kind !== "accepted") throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.brand.socials).toEqual([
      "https://instagram.com/kettle",
      "https://www.pinterest.co.uk/kettle",
    ]);
  });

  test("parses the form back to the same settings", () => {
    fc.assert(
      fc.property(
        fc.record({
          marketingCapHours: fc.integer({ min: 0, max: 168 }),
          marketingCapPer7Days: fc.integer({ min: 1, max: 50 }),
          repeatDays: fc.integer({ min: 0, max: 365 }),
          quietHours: fc.record({
            startHour: fc.integer({ min: 0, max: 23 }),
            endHour: fc.integer({ min: 0, max: 23 }),
          }),
          holdoutRate: fc.integer({ min: 0, max: 500 }).map((perMille) => perMille / 1000),
          attributionWindowHours: fc.integer({ min: 1, max: 30 }).map((days) => days * 24),
          senderAddress: fc.constantFrom(null, "hello@kettle.example"),
        }),
        fc.constantFrom(...GERMAN_ADDRESSES),
        (settings, germanAddress) => {
          const brand = aBrand({ germanAddress });
          const sending = SendingSettings.parse(settings);
          const parsed = parseSettings(settingsValues(brand, sending, null), null);
          if (parsed.kind !== "accepted") throw new Error(JSON.stringify(parsed.problems));
          expect(parsed.brand).toEqual(brand);
          expect({ ...parsed.sending, holdoutRate: 0 }).toEqual({ ...sending, holdoutRate: 0 });
          expect(parsed.sending.holdoutRate).toBeCloseTo(sending.holdoutRate, 10);
        },
      ),
    );
  });

  test.each([
    ["shopName", " "],
    ["accent", "green"],
    ["logoUrl", "http://kettle.example/logo.png"],
    ["postalAddress", ""],
    ["supportEmail", "help"],
    ["socials", "https://kettle.example/about"],
    ["socials", "https://instagram.com/kettle\nhttp://instagram.com/other"],
    ["socials", Array.from({ length: 9 }, (_, i) => `https://instagram.com/${i}`).join("\n")],
    ["germanAddress", "rude"],
    ["senderAddress", "hello@"],
    ["replyTo", "@kettle"],
    ["marketingCapHours", "-1"],
    ["marketingCapPer7Days", "0"],
    ["marketingCapPer7Days", "2.5"],
    ["repeatDays", "366"],
    ["quietStartHour", "24"],
    ["holdoutPercent", "51"],
    ["holdoutPercent", "a few"],
    ["shopHoldoutPercent", "21"],
    ["baselinePercent", "31"],
    ["attributionDays", "0"],
    ["attributionDays", "31"],
  ] satisfies [keyof SettingsValues, string][])(
    "rejects %s %j next to its field",
    (field, text) => {
      const parsed = parseSettings({ ...good, [field]: text }, null);
      expect(parsed.kind === "refused" && Object.keys(parsed.problems)).toEqual([field]);
    },
  );

  test("reports all problems at once", () => {
    const parsed = parseSettings({ ...good, postalAddress: "", holdoutPercent: "99" }, null);
    expect(parsed.kind === "refused" && Object.keys(parsed.problems).sort()).toEqual([
      "holdoutPercent",
      "postalAddress",
    ]);
  });
});
