import { expect, test } from "vitest";
import { languagesWith } from "~/i18n/catalog.server";
import { parseMerge } from "~/messages/merge/merge-grammar";
import { textPaths } from "~/messages/merge/merge-paths";
import { writeValue } from "~/messages/merge/write-value";
import { yourOrderIn } from "~/messages/ready/your-order.server";

test("“your order” is in the email's language, formal if the shop is", () => {
  expect(yourOrderIn("de", "informal", undefined)).toBe("deiner Bestellung");
  expect(yourOrderIn("de", "formal", undefined)).toBe("Ihrer Bestellung");
});

test("it is the shop's own word, without a quote that would end the merge value", () => {
  const own = { en: { "email.reason.yourOrder": 'your "order"' } };
  expect(yourOrderIn("en", "informal", own)).toBe("your order");
});

test.each(languagesWith("email"))("all inserted values are valid in %s", (language) => {
  const paths = textPaths(true);
  const otherwise = yourOrderIn(language, "informal", undefined);
  for (const path of paths) {
    expect(parseMerge(writeValue(path, { otherwise }), paths).kind, path).toBe("parsed");
  }
});
