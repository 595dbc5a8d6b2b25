import { expect, test } from "vitest";
import { richText } from "~/messages/blocks/elements/rich-text";
import type { Block } from "~/messages/blocks/block";
import { promisesDiscount, promisesInAnyLanguage } from "~/messages/coupons/promises-discount";
import { localize, type EmailDocument } from "~/messages/document/email-document";
import { listReadyNames, findReadyTemplate } from "~/messages/ready/ready-templates.server";

const READY = findReadyTemplate("win-back/email-3")!;
const email = (its: Partial<EmailDocument>) => ({ ...READY, ...its });
const promises = (its: Partial<EmailDocument>) =>
  promisesDiscount(localize(email(its), READY.language));
const withBlock = (block: object) => ({
  blocks: [...READY.blocks, { id: "added", ...block } as Block],
});
const text = (words: string) =>
  withBlock({ kind: "text", text: richText(words), size: "normal", align: "start" });

test.each([
  ["a subject with a percentage", { subject: "10% off your next order" }],
  ["a preview text with a space before the sign", { preheader: "Jetzt 15 % sparen" }],
  ["a subject with the word", { subject: "Zehn? Nein, 15 Prozent!" }],
  ["a subject with the code", { subject: "Use {{ coupon.code }} today" }],
  ["a text", text("Here is your 10% discount.")],
  ["HTML", withBlock({ kind: "html", html: "<p>Take <b>5</b>% off</p>" })],
])("is promised by %s", (_what, its) => {
  expect(promises(its)).toBe(true);
});

test.each([
  ["a share of 100", { subject: "Made of 100% cotton" }],
  ["a percentage in a style", withBlock({ kind: "html", html: '<p style="width:50%">Hi</p>' })],
  ["a number", { subject: "10 new arrivals" }],
  ["the block with the code", withBlock({ kind: "coupon", title: "10% off", code: "", note: "" })],
])("is not promised by %s", (_what, its) => {
  expect(promises(its)).toBe(false);
});

test("is promised by a translation", () => {
  const translations = { de: { subject: "10 % für Sie", preheader: "", blocks: {} } };
  expect(promisesInAnyLanguage(email({ translations }))).toBe(true);
});

test("is promised by none of the prebuilt emails", () => {
  const promising = listReadyNames().filter(({ templateId }) => {
    const ready = findReadyTemplate(templateId);
    return ready !== null && promisesInAnyLanguage(ready);
  });
  expect(promising).toEqual([]);
});
