import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { writeAnnotations } from "~/messages/composing/write-annotations";
import type { EmailValues } from "~/messages/merge/email-values";
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
const MAX_BATCH = 2_000;

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
  const rated = withRatings(values);
  const annotated = await perSecond(() =>
    fillFlat(compiled, { ...viewEmail(rated, shape), annotations: writeAnnotations(promotion) }),
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
      ["the same with ratings and tracked links, annotated for Gmail with six products", annotated],
      ["rendered by React for each (HTML alone)", rendered],
    ],
  };
}

/** V8 joins the pieces of a string only when it is read, so read it. */
function fillFlat(...args: Parameters<typeof fillTemplate>): number {
  const filled = fillTemplate(...args);
  if (filled.kind === "refused") return 0;
  const { html, text } = filled.email;
  return html.charCodeAt(html.length >> 1) + text.charCodeAt(text.length >> 1);
}

/** A tracked link with its target, of usual length. */
const tracked = (index: number) => `https://mail.kettle.example/c/v1.${"x".repeat(275)}${index}`;

/** Recommended products with ratings, and tracked links. */
function withRatings(values: EmailValues): EmailValues {
  let index = 0;
  const shown = Object.entries(values.products).map(([blockId, products]) => [
    blockId,
    products.map((product) => ({
      ...product,
      ...{ rating: { stars: 4.7, count: 213 }, url: tracked(index++) },
    })),
  ]);
  return {
    ...values,
    products: Object.fromEntries(shown) as EmailValues["products"],
    checkout: values.checkout && { ...values.checkout, url: tracked(index++) },
    targets: values.targets.map(() => tracked(index++)),
  };
}

const promoted = (index: number) => ({
  ...{ title: `Cedar tray ${index}`, price: "24.00", currency: "GBP", discount: null },
  imageUrl: `https://cdn.shopify.com/s/files/${index}.png?width=536&height=536&crop=center`,
  url: tracked(index),
});

/** Runs in a second of processor time, garbage collection included, so that other load on the machine does not count. */
async function perSecond(work: () => unknown): Promise<number> {
  for (let i = 0; i < 200; i++) await work();
  const before = process.cpuUsage();
  const usedSeconds = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000_000;
  };
  let count = 0;
  // Reading the clock takes as long as several emails, so more and more are between two readings.
  for (let batch = 20; usedSeconds() < SECONDS; batch = Math.min(batch * 2, MAX_BATCH)) {
    for (let i = 0; i < batch; i++) await work();
    count += batch;
  }
  return Math.round(count / usedSeconds());
}
