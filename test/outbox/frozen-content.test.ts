import fc from "fast-check";
import { expect, test } from "vitest";
import { openEmailHead, sealEmail, templateTextOf } from "~/delivery/outbox/sealed-email.server";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { localize } from "~/messages/document/email-document";
import { findReadyTemplate, listReadyTemplates } from "~/messages/ready/ready-templates.server";
import { THEME_NAMES } from "~/messages/theme/designs/themes";
import { openBody, prepareTemplateText } from "~/outbox/frozen-content.server";
import { SHOP } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { aBrand, aProduct, someEmailValues } from "../support/email-values";
import { anEmail } from "../support/emails";
import { viewOf } from "../support/emails-by-react";
import { IS_DEEP } from "../support/is-deep";
import { propertyRuns } from "../support/property-runs";

const { keyring } = createTestDeps();

const open = (sealed: ReturnType<typeof sealEmail>, dictionary: Uint8Array) => ({
  ...openEmailHead(SHOP, "m1", sealed.sealedEmail, keyring),
  ...(openBody(
    SHOP,
    { messageId: "m1", sealedBody: sealed.sealedBody },
    dictionary,
    keyring,
  ) as object),
});

const NO_DETAILS = { picks: [], why: [] };

const CASES = listReadyTemplates().flatMap(({ templateId }, i) =>
  (IS_DEEP ? THEME_NAMES : [THEME_NAMES[i % THEME_NAMES.length]!]).map(
    (theme) => [templateId, theme] as const,
  ),
);

test.each(CASES)(
  "%s in %s opens as it was frozen, and takes little space",
  async (templateId, theme) => {
    const email = localize(findReadyTemplate(templateId)!, "en");
    const template = await compileTemplate({ email, brand: aBrand({ theme }) });
    const values = someEmailValues({
      recipient: { firstName: "Zoë \ud83d", lastName: "O'Neill & Søn" },
      products: {
        picks: [aProduct({ title: "Tasse «Grün» \u0000" }), aProduct({ title: "Honey spoon" })],
      },
    });
    const filled = fillTemplate(template, viewOf(email, values));
    if (filled.kind === "refused") throw new Error(filled.reason);
    const { subject, html, text } = filled.email;
    const sent = anEmail({ messageId: "m1", subject, html, text });
    const shared = templateTextOf(template);
    const picks = [{ productId: "502", sentence: "Tasse «Grün» is new" }];
    const why = [{ kind: "consent", isSubscribed: true }];
    const sealed = sealEmail(SHOP, sent, { picks, why }, shared, keyring);
    const { messageId: _, ...expected } = sent;
    expect(open(sealed, shared.text)).toEqual({ ...expected, picks, why });
    expect(sealed.sealedBody.length).toBeLessThan(html.length / 6);
  },
);

test("any text opens as it was frozen, whatever its template's text", () => {
  // Also halves of characters, which JSON escapes.
  const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  const any = fc.string({ unit: codeUnit, maxLength: 300 });
  fc.assert(
    fc.property(any, any, any, (html, text, shared) => {
      const template = prepareTemplateText(JSON.stringify([shared]));
      const sealed = sealEmail(
        SHOP,
        anEmail({ messageId: "m1", html, text }),
        NO_DETAILS,
        template,
        keyring,
      );
      expect(open(sealed, template.text)).toMatchObject({ html, text });
    }),
    { numRuns: propertyRuns(50) },
  );
});

test("a body does not open with another template's text, under another message or changed", () => {
  const template = prepareTemplateText("<p>Hello</p>");
  const { sealedBody } = sealEmail(
    SHOP,
    anEmail({ messageId: "m1" }),
    NO_DETAILS,
    template,
    keyring,
  );
  const other = prepareTemplateText("<p>Hallo</p>");
  expect(openBody(SHOP, { messageId: "m1", sealedBody }, other.text, keyring)).toBeNull();
  expect(openBody(SHOP, { messageId: "m2", sealedBody }, template.text, keyring)).toBeNull();
  const changed = sealedBody.map((byte, i) => (i === sealedBody.length - 1 ? byte ^ 1 : byte));
  const stored = { messageId: "m1", sealedBody: changed };
  expect(openBody(SHOP, stored, template.text, keyring)).toBeNull();
});
