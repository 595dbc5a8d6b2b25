import { expect, test } from "vitest";
import { createText } from "~/i18n/create-text";
import { messagesFor } from "~/i18n/catalog.server";
import { formatRange } from "~/routes/app.customers.$customerId/format-score";

const text = createText(
  { locale: "en", timeZone: "UTC", messages: messagesFor("en", ["customers"]) },
  "customers",
);
const day = (at: number) => new Date(at).toISOString().slice(0, 10);

test("the interval of a score is left out if both ends read the same", () => {
  expect(formatRange([0, 86_400_000], day, text)).toBe("1970-01-01 to 1970-01-02");
  expect(formatRange([0, 3_600_000], day, text)).toBeNull();
  expect(formatRange(null, day, text)).toBeNull();
});
