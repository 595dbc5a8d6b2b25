import { compileTemplate } from "~/messages/composing/compile-template.server";
import { viewMail } from "~/messages/mail-view";
import { fillTemplate } from "~/messages/merge/fill-template";
import { aBrand, someMailValues } from "../../../../test/support/mail-values";
import { readyMail, renderByReact, shapeOf, viewOf } from "../../../../test/support/mails-by-react";
import { round } from "../../statistics";
import type { Table } from "../../table";

const SECONDS = 2;

/** How many checkout mails one core fills in a second, beside rendering each by React. */
export async function benchRender(): Promise<Table> {
  const mail = readyMail("abandoned-checkout/mail-2");
  const brand = aBrand();
  const values = someMailValues();
  const compiled = await compileTemplate({ mail, brand });
  const shape = shapeOf(mail);
  const view = viewOf(mail, values);
  const render = () => renderByReact(mail, brand, view);
  const kilobytes = round(Buffer.byteLength(await render()) / 1_000);

  const filled = await perSecond(() => fillFlat(compiled, viewMail(values, shape)));
  const rendered = await perSecond(render);
  return {
    title: "Filling in a mail",
    intro: [
      `A checkout mail of ${kilobytes} kB with recommendations, its HTML and its plain text, on one core. The test suite holds both to the same bytes.`,
    ],
    columns: ["", "mails/s"],
    rows: [
      ["compiled once, filled in", filled],
      ["rendered by React for each (HTML alone)", rendered],
    ],
  };
}

/** V8 puts off joining a text's pieces until somebody reads it: read it. */
function fillFlat(...args: Parameters<typeof fillTemplate>): number {
  const filled = fillTemplate(...args);
  return filled.kind === "filled" ? filled.mail.html.charCodeAt(filled.mail.htmlBytes >> 1) : 0;
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
