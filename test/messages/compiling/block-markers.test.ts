import { expect, test } from "vitest";
import { flattenBlocks } from "~/messages/blocks/block";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { everyBlock } from "../../support/every-block";
import { aBrand, someEmailValues } from "../../support/email-values";
import { viewOf } from "../../support/emails-by-react";

const TAG = /<kindred-block data-block="([^"]*)" style="display:contents">|<\/kindred-block>/g;

async function htmlOf(marksBlocks: boolean): Promise<string> {
  const email = everyBlock();
  const compiled = await compileTemplate({ email, brand: aBrand(), marksBlocks });
  const targets = compiled.targets.map((_, i) => `https://mail.kettle.example/c/${i}`);
  const filled = fillTemplate(compiled, { ...viewOf(email, someEmailValues()), targets });
  if (filled.kind === "refused") throw new Error(filled.reason);
  return filled.email.html;
}

test("an email with block markers differs from the sent one only by its tags", async () => {
  expect((await htmlOf(true)).replace(TAG, "")).toBe(await htmlOf(false));
});

test("marks every block once, in reading order, the footer last", async () => {
  const { blocks, footer } = everyBlock();
  const marked = [...(await htmlOf(true)).matchAll(TAG)].flatMap(([, id]) => id ?? []);
  expect(marked).toEqual([...flattenBlocks(blocks), footer].map(({ id }) => id));
});
