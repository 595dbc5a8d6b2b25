import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { writeAnnotations } from "~/messages/composing/write-annotations";
import { viewEmail } from "~/messages/merge/email-view";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { aBrand, someEmailValues } from "../../../../test/support/email-values";
import {
  readyEmail,
  renderByReact,
  shapeOf,
  viewOf,
} from "../../../../test/support/emails-by-react";
import { roundSignificant } from "../../statistics";
import type { Table } from "../../table";

const SECONDS = 2;

/** Checkout emails that one core fills in per second, compared with rendering each with React. */
export async function benchRender(): Promise<Table> {
  const email = readyEmail("abandoned-checkout/email-2");
  const brand = aBrand();
  const values = someEmailValues();
  const compiled = await compileTemplate({ email, brand });
  const shape = shapeOf(email);
  const view = viewOf(email, values);
  const products = Array.from({ length: 6 }, (_, i) => promoted(i));
  const offer = { code: "7KQ4-M9XB", description: "10% off", starts: null, ends: null };
  const promotion = { logoUrl: "https://kettle.example/logo.png", offer, products };
  const render = () => renderByReact(email, brand, view);
  const kilobytes = roundSignificant(Buffer.byteLength(await render()) / 1_000);

  const filled = await perSecond(() => fillFlat(compiled, viewEmail(values, shape)));
  const annotated = await perSecond(() =>
    fillFlat(compiled, { ...viewEmail(values, shape), annotations: writeAnnotations(promotion) }),
  );
  const rendered = await perSecond(render);
  return {
    title: "Filling in an email",
    intro: [
      `A checkout email of ${kilobytes} kB with recommendations, HTML and plain text, on one core. The test suite checks that both ways give the same bytes.`,
    ],
    columns: ["", "emails/s"],
    rows: [
      ["compiled once, filled in", filled],
      ["the same, annotated for Gmail with six products", annotated],
      ["rendered by React for each (HTML alone)", rendered],
    ],
  };
}

/** V8 joins the pieces of a string only when it is read, so read it. */
function fillFlat(...args: Parameters<typeof fillTemplate>): number {
  const filled = fillTemplate(...args);
  return filled.kind === "filled" ? filled.email.html.charCodeAt(filled.email.htmlBytes >> 1) : 0;
}

const promoted = (index: number) => ({
  ...{ title: `Cedar tray ${index}`, price: "24.00", currency: "GBP", discount: null },
  imageUrl: `https://cdn.shopify.com/s/files/${index}.png?width=536&height=536&crop=center`,
  url: `https://mail.kettle.example/c/v1.${"x".repeat(90)}${index}`,
});

async function perSecond(work: () => unknown): Promise<number> {
  for (let i = 0; i < 200; i++) await work();
  let count = 0;
  const startMs = performance.now();
  while (performance.now() - startMs < SECONDS * 1_000) {
    for (let i = 0; i < 20; i++) await work();
    count += 20;
  }
  return Math.round((count / (performance.now() - startMs)) * 1_000);
}
