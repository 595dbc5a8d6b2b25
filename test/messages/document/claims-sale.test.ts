import { expect, test } from "vitest";
import { languagesWith } from "~/i18n/catalog.server";
import { namesSale } from "~/messages/document/claims-sale";
import { localize } from "~/messages/document/email-document";
import { listTexts } from "~/messages/document/list-texts";
import { listReadyTemplates } from "~/messages/ready/ready-templates.server";

test.each(languagesWith("email"))("finds the emails that speak of a sale, in %s", (language) => {
  const claiming = listReadyTemplates()
    .filter(({ document }) => listTexts(localize(document, language)).some(namesSale))
    .map(({ templateId }) => templateId);
  expect(claiming).toEqual(["price-drop/email-1", "campaign/sale", "campaign/last-chance"]);
});

test.each([
  "Our house is not for sale",
  "Now at every point of sale",
  "Wholesale prices",
  "Sold out within an hour",
  "Unser Saal ist ausverkauft",
  "セールスの担当者です",
])("takes “%s” for no sale", (text) => {
  expect(namesSale(text)).toBe(false);
});
