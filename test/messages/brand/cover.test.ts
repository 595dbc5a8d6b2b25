import { expect, test } from "vitest";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { exampleView } from "~/messages/compiling/example-values.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { localize } from "~/messages/document/email-document";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { aBrand } from "../../support/email-values";
import { renderByReact } from "../../support/emails-by-react";

const PRODUCT = "https://cdn.shopify.com/s/kettle.png";
const COVER = "https://cdn.shopify.com/s/shop.jpg";

async function welcome(coverUrl: string | null) {
  const brand = aBrand({ coverUrl });
  const email = localize(findReadyTemplate("welcome/email-1")!, "en");
  const kettle = { title: "Aero kettle", priceMinor: 89_00, compareAtMinor: null };
  const view = exampleView(email, {
    ...{ products: [{ ...kettle, imageUrl: PRODUCT }], currency: "GBP" },
    shopUrl: "https://kettle.example",
  });
  const filled = fillTemplate(await compileTemplate({ email, brand }), view);
  if (filled.kind === "refused") throw new Error(filled.reason);
  expect(filled.email.html).toBe(await renderByReact(email, brand, view));
  const [picture] = filled.email.html.match(/<img[^>]*class="picture"[^>]*>/) ?? [];
  return picture;
}

test("the welcome begins with the shop's own picture, cropped to its shape", async () => {
  const picture = await welcome(COVER);
  expect(picture).toContain(`${COVER}?width=1200&amp;height=800&amp;crop=center`);
  expect(picture).toContain('alt="Kettle &amp; Co"');
});

test("without one it begins with a product", async () => {
  expect(await welcome(null)).toContain(PRODUCT);
});
