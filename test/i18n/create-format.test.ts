import { describe, expect, test } from "vitest";
import { createFormat } from "~/i18n/create-format";

const us = createFormat("en-US", "America/New_York");
const gb = createFormat("en-GB", "Europe/London");
const de = createFormat("de-DE", "Europe/Berlin");
/** Newer ICU data separates the time with a narrow no-break space. */
const plain = (text: string) => text.replace(/[\u00a0\u2009\u202f]/g, " ");

describe("dates and times", () => {
  const at = "2010-10-04T08:23:00Z";

  test("are written in the reader's locale and the store's time zone", () => {
    expect(us.day(at)).toBe("Oct 4, 2010");
    expect(plain(us.instant(at))).toBe("Oct 4, 2010, 4:23 AM");
    expect(gb.instant(at)).toBe("4 Oct 2010, 09:23");
    expect(de.day(at)).toBe("04.10.2010");
  });

  test("of calendar days do not move with the time zone", () => {
    expect(us.calendarDay("2026-11-24")).toBe("Nov 24");
    expect(us.weekdayDate("2026-11-24")).toBe("Tue, Nov 24");
    expect(us.weekday("2026-11-24", "long")).toBe("Tuesday");
    expect(us.wholeMonth("2026-11")).toBe("November 2026");
    expect(createFormat("en-US", "Pacific/Kiritimati").calendarDay("2026-11-24")).toBe("Nov 24");
    expect(us.calendarDate("2026-11-24")).toBe("Nov 24, 2026");
    expect(plain(us.calendarDates("2026-01-05", "2026-03-02"))).toBe("Jan 5 – Mar 2, 2026");
    expect(us.calendarDates("2026-01-05", "2026-01-05")).toBe("Jan 5, 2026");
    expect(us.calendarMonth("2026-11")).toBe("Nov 2026");
  });

  test("hours of the day use the reader's clock", () => {
    expect([0, 8, 21].map((hour) => plain(us.hourOfDay(hour)))).toEqual(["12 AM", "8 AM", "9 PM"]);
    expect([0, 8, 21].map(de.hourOfDay)).toEqual(["0 Uhr", "8 Uhr", "21 Uhr"]);
    expect([0, 8, 21].map(createFormat("es-ES", "UTC").hourOfDay)).toEqual([
      "0:00",
      "8:00",
      "21:00",
    ]);
    expect(createFormat("en-GB", "UTC").hourOfDay(21)).toBe("21:00");
  });

  test("durations use their largest exact unit", () => {
    expect([0.5, 1, 24, 36, 48, 72].map(us.hours)).toEqual([
      "30 minutes",
      "1 hour",
      "24 hours",
      "36 hours",
      "2 days",
      "3 days",
    ]);
    expect(de.days(1)).toBe("1 Tag");
    expect(createFormat("ja-JP", "UTC").hours(24)).toBe("24時間");
  });
});

describe("numbers", () => {
  test("use the locale's separators", () => {
    expect(us.count(12_345)).toBe("12,345");
    expect(de.count(12_345)).toBe("12.345");
    expect(us.compact(1_234)).toBe("1.23K");
    expect([5_000, 10_000].map((it) => de.compact(it))).toEqual(["5.000", "10.000"]);
    expect([-0.0123, 0.5, 2.5, 12, 1_234.5].map((it) => us.number(it))).toEqual([
      "−\u20600.012",
      "0.500",
      "2.50",
      "12.0",
      "1,235",
    ]);
    expect(de.number(2.25, 1)).toBe("2,3");
    expect(us.money({ minor: 1_234, currency: "USD" })).toBe("$12.34");
    expect(us.money({ minor: -1_234, currency: "USD" })).toBe("−\u2060$12.34");
    expect(us.roundMoney({ minor: 2_500_049, currency: "USD" })).toBe("$25,000");
    expect(us.roundMoney({ minor: 1_250, currency: "points" })).toBe("13 points");
  });

  test("a rate above zero is never written as zero", () => {
    expect([0, 0.0004, 0.0006, 0.125, 1].map((it) => us.rate(it))).toEqual([
      "0%",
      "<0.1%",
      "0.1%",
      "12.5%",
      "100%",
    ]);
    expect(us.rate(0.004, 0)).toBe("<1%");
    expect(plain(de.rate(0.125))).toBe("12,5 %");
  });
});

test("amounts have the symbol that the currency has at home", () => {
  const pounds = { minor: 12_34, currency: "GBP" };
  const locales = ["en-US", "en-AU", "fr-FR", "es-ES", "es-MX", "ja-JP"];
  expect(locales.map((it) => plain(createFormat(it, "UTC").money(pounds)))).toEqual([
    ...["£12.34", "£12.34", "12,34 £", "12,34 £", "£12.34", "£12.34"],
  ]);
  expect(plain(createFormat("fr-FR", "UTC").roundMoney(pounds))).toBe("12 £");
});

test("a file's size is in common units", () => {
  const sizes = [1, 37_400, 999_000, 999_001, 1_440_000].map((it) => us.bytes(it));
  expect(sizes).toEqual(["1 kB", "38 kB", "999 kB", "1 MB", "1.4 MB"]);
});

test("languages are capitalized in lists only, where the reader's language writes them small", () => {
  const fr = createFormat("fr-FR", "UTC");
  expect([fr.language("de"), fr.languageInText("de")]).toEqual(["Allemand", "allemand"]);
  expect([us.language("de"), us.languageInText("de")]).toEqual(["German", "German"]);
});

test("lists and countries are words of the language", () => {
  expect(us.list(["a", "b", "c"], "or")).toBe("a, b, or c");
  expect(de.country("FR")).toBe("Frankreich");
  expect(us.country("../")).toBeNull();
});
