import { expect, test } from "vitest";
import { findSocialNetwork } from "~/messages/brand/social-accounts";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { aBrand, someEmailValues } from "../../support/email-values";
import { readyEmail, renderByReact, viewOf } from "../../support/emails-by-react";

test.each([
  ["https://www.instagram.com/kettle", "instagram"],
  ["https://m.facebook.com/kettle", "facebook"],
  ["https://www.tiktok.com/@kettle", "tiktok"],
  ["https://youtube.com/@kettle", "youtube"],
  ["https://www.pinterest.co.uk/kettle", "pinterest"],
  ["https://twitter.com/kettle", "x"],
  ["https://x.com/kettle", "x"],
  ["https://www.threads.net/@kettle", "threads"],
  ["https://line.me/R/ti/p/@kettle", "line"],
  ["https://wa.me/441225000000", "whatsapp"],
  ["https://www.instagram.com/", null],
  ["https://instagram.com.evil.example/kettle", null],
  ["https://evilinstagram.com/kettle", null],
  ["http://instagram.com/kettle", null],
  ["https://instagram.com/{{ coupon.code }}", null],
  ["https://kettle.example/instagram.com", null],
  ["instagram.com/kettle", null],
])("%s is an account on %s", (url, network) => {
  expect(findSocialNetwork(url)).toBe(network);
});

test("the footer of every email names the accounts, with tracked links", async () => {
  const socials = ["https://instagram.com/kettle", "https://wa.me/441225000000"];
  const brand = aBrand({ socials });
  const email = readyEmail("cross-sell/email-1");
  const compiled = await compileTemplate({ email, brand });
  expect(compiled.targets.filter(({ position }) => position === "social")).toHaveLength(2);
  const targets = ["https://mail.kettle.example/c/1", "https://mail.kettle.example/c/2"];
  const view = viewOf(email, someEmailValues({ targets }));
  const filled = fillTemplate(compiled, view);
  if (filled.kind === "refused") throw new Error(filled.reason);
  const { html, text } = filled.email;
  expect(html).toBe(await renderByReact(email, brand, view));
  expect(text).toMatch(/Instagram \[\d+\] · WhatsApp \[\d+\]/);
  for (const target of targets) expect(html).toContain(`href="${target}"`);
});
