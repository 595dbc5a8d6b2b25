import { describe, expect, test } from "vitest";
import { LimitsTable } from "~/routes/app.settings/limits-table";
import { SignUpFields } from "~/routes/app.settings/sign-up-fields";
import { htmlOf, textOf } from "../support/render-page";

const fields = (overrides: object = {}) => (
  <SignUpFields
    id="optInRule"
    value="double"
    error={false}
    onChange={() => undefined}
    liveTexts={[]}
    {...overrides}
  />
);

describe("the sign-up settings", () => {
  test("show which of the three rules applies", () => {
    const checked = /<input[^>]*checked[^>]*>/.exec(htmlOf(fields()))?.[0];
    expect(checked).toContain('value="double"');
  });

  test("show the consent texts with their language and version", () => {
    const liveTexts = [{ locale: "de", version: "a1b2c3", text: "Neuigkeiten per E-Mail" }];
    const text = textOf(fields({ liveTexts }));
    expect(text).toContain("Neuigkeiten per E-Mail");
    expect(text).toContain("de, version a1b2c3");
  });

  test("show the source of their texts before the first sign-up", () => {
    expect(textOf(fields())).toContain("Add the sign-up form to your theme");
  });
});

test("show which limit applies to which email", () => {
  // On a phone each cell begins with its column, which the table hides elsewhere.
  const html = htmlOf(<LimitsTable />).replaceAll(/<span[^>]*aria-hidden[^>]*>[^<]*<\/span>/g, "");
  const text = html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
  expect(text).toContain(
    "Back in stock Exempt Exempt Exempt Same email about the same item Applies",
  );
  expect(text).toContain("Abandoned cart Delays only Exempt Exempt");
  expect(text).toContain("Campaign Applies Applies Applies Same email Applies");
});
