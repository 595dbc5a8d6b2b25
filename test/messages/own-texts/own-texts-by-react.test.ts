import { expect, test } from "vitest";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { exampleView } from "~/messages/compiling/example-values.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { aBrand } from "../../support/email-values";
import { readyEmail, renderByReact } from "../../support/emails-by-react";

const TEMPLATES = ["abandoned-checkout/email-2", "cross-sell/email-1"] as const;

test.each(TEMPLATES)("%s with a shop's own texts equals what React renders", async (template) => {
  const texts = {
    "email.footer.question": "“A” & <email>{address}</email> > B",
    "email.because.checkout": "'{{ checkout.url }}' & {shop}",
    "email.because.order": "'{{ order.name }}' & {shop}",
    "email.footer.unsubscribe": "$& $1 &lt;b&gt;",
    "email.reason.similar": "Wie {title} & mehr",
  };
  const brand = aBrand({ texts: { en: texts } });
  const email = readyEmail(template);
  const example = { products: [], currency: "GBP", shopUrl: "https://kettle.example" };
  const view = exampleView(email, { ...example, ownTexts: brand.texts });
  const filled = fillTemplate(await compileTemplate({ email, brand }), view);
  if (filled.kind === "refused") throw new Error(filled.reason);
  expect(filled.email.html).toBe(await renderByReact(email, brand, view));
  expect(filled.email.html).toContain("$&amp; $1 &amp;lt;b&amp;gt;");
  expect(filled.email.html).toContain("&amp; Kettle &amp; Co");
});
