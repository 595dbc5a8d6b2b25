import { compileTemplate, mergeCopy, renderTemplate } from "~/messages/compile-template.server";
import { fillTemplate } from "~/messages/fill-template";
import { viewMail } from "~/messages/mail-view";
import { applyFilters } from "~/messages/merge-grammar";
import { aBrand, libraryCopy, someMailValues } from "../../test/support/mail-values";

// How many cart mails one core fills in a second, beside rendering each by React.
const SECONDS = 2;

const brand = aBrand();
const copy = libraryCopy("abandoned-checkout", 1);
const values = someMailValues();

async function main() {
  const compiled = await compileTemplate({
    template: "abandoned-checkout",
    version: 1,
    brand,
    copy,
  });
  const filled = await perSecond(() => fillTemplate(compiled, values));
  const merged = mergeCopy("abandoned-checkout", copy, ({ filters }) =>
    applyFilters(null, filters),
  );
  const view = viewMail(values);
  const rendered = await perSecond(() =>
    renderTemplate("abandoned-checkout", { brand, copy: merged, view }),
  );
  const htmlBytes = Buffer.byteLength(
    await renderTemplate("abandoned-checkout", { brand, copy: merged, view }),
  );
  process.stdout.write(`${JSON.stringify({ htmlBytes, filled, rendered })}\n`);
}

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

await main();
