import { describe, expect, test } from "vitest";
import type { Block } from "~/messages/blocks/block";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { localize, EmailDocument } from "~/messages/document/email-document";
import { fillTarget, fillTemplate } from "~/messages/compiling/fill-template";
import { everyBlock, EVERY_BLOCK } from "../../support/every-block";
import { aBrand, aProduct, someEmailValues } from "../../support/email-values";
import { viewOf } from "../../support/emails-by-react";

const COMMON = { id: "b", when: null, repeat: null };
const brand = aBrand();
const raw = (html: string): Block => ({ ...COMMON, kind: "html", html });
const button = (href: string): Block => ({
  ...COMMON,
  kind: "button",
  label: "Go",
  href,
  width: "full",
  align: "start",
});
const NASTY = `"><script>alert(1)</script>&x=1#@evil.example/`;

async function filled(block: Block, values = someEmailValues()) {
  const email = everyBlock([block]);
  const compiled = await compileTemplate({ email, brand });
  const view = viewOf(email, { ...values, targets: ["https://mail.kettle.example/c/1"] });
  const outcome = fillTemplate(compiled, view);
  if (outcome.kind === "refused") throw new Error(outcome.reason);
  return { compiled, view, html: outcome.email.html };
}

const titled = someEmailValues({
  product: { ...aProduct({ title: NASTY }), seenPrice: null, lowestPrice: null, cartUrl: null },
});

describe("a value in a merchant's own markup", () => {
  test("is escaped in a text and in an attribute", async () => {
    const { html } = await filled(
      raw('<p title="{{ product.title }}">{{ product.title }}</p>'),
      titled,
    );
    expect(html).not.toContain("<script>alert");
    expect(html).toContain('title="&quot;&gt;&lt;script&gt;');
  });

  test("cannot leave its place in a URL", async () => {
    const { html } = await filled(
      raw('<a href="https://a.example/s?q={{ product.title }}">x</a>'),
      titled,
    );
    expect(html).toContain(
      `href="https://a.example/s?q=${encodeURIComponent(NASTY).replaceAll("'", "&#x27;")}"`,
    );
  });

  test.each([
    '<a href="https://{{ product.title }}/">x</a>',
    '<p style="color:{{ product.title }}">x</p>',
    "{{ product.secret }}",
  ])("never contains %j", async (html) => {
    // Refused, or removed by sanitizing.
    const compiled = await compileTemplate({ email: everyBlock([raw(html)]), brand }).catch(
      () => null,
    );
    expect(JSON.stringify(compiled?.html ?? [])).not.toContain('"product"');
  });
});

describe("a link in a merchant's markup", () => {
  test("is tracked, and the values in it are encoded", async () => {
    const { compiled, view, html } = await filled(
      button("https://a.example/s?q={{ product.title }}"),
      titled,
    );
    expect(html).toContain('href="https://mail.kettle.example/c/1"');
    const [target] = compiled.targets;
    expect(target && fillTarget(target.parts, view)).not.toMatch(/[<>"' ]/);
    expect(new URL(target ? fillTarget(target.parts, view) : "").host).toBe("a.example");
  });

  test.each([
    "javascript:alert(1)",
    "https://{{ product.title }}.example/",
    "//evil.example",
    "data:text/html,x",
    "a.example",
  ])("is refused as %j", (href) => {
    const document = { ...EVERY_BLOCK, blocks: [button(href)] };
    expect(EmailDocument.safeParse(document).success).toBe(false);
  });
});

describe("a document", () => {
  test("cannot omit its footer or give it a condition", () => {
    const { footer: _footer, ...rest } = EVERY_BLOCK;
    expect(EmailDocument.safeParse(rest).success).toBe(false);
    const hidden = {
      ...EVERY_BLOCK.footer,
      when: { kind: "value", path: "order.name", is: "present" },
    };
    expect(EmailDocument.safeParse({ ...EVERY_BLOCK, footer: hidden }).success).toBe(false);
  });

  test("has each block once, and texts only for existing fields", () => {
    const [first] = EVERY_BLOCK.blocks;
    const twice = { ...EVERY_BLOCK, blocks: [first, first] };
    expect(EmailDocument.safeParse(twice).success).toBe(false);
    const translations = {
      de: { subject: "Hallo", preheader: "", blocks: { h: { text: "Für dich", size: "small" } } },
    };
    const document = EmailDocument.parse({ ...EVERY_BLOCK, translations });
    expect(localize(document, "de").blocks[0]).toMatchObject({ text: "Für dich", size: "large" });
    expect(localize(document, "fr").language).toBe("en");
  });

  test("refuses texts that its block could not hold", () => {
    const translations = { de: { subject: "", preheader: "", blocks: { h: { text: 7 } } } };
    expect(EmailDocument.safeParse({ ...EVERY_BLOCK, translations }).success).toBe(false);
  });
});
