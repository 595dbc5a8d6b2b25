import { expect, test } from "vitest";
import { createCachedCompiler } from "~/messages/compiling/compile-cached.server";
import { aBrand } from "../../support/email-values";
import { readyEmail } from "../../support/emails-by-react";

const source = { email: readyEmail("cross-sell/email-1"), brand: aBrand() };

const warnings: object[] = [];
const log = { warn: (fields: object) => void warnings.push(fields) };

test("compiles the same source once, also for concurrent requests", async () => {
  const compile = createCachedCompiler(10, { log });
  const [a, b] = await Promise.all([compile(source), compile({ ...source })]);
  expect(b).toBe(a);
});

test("compiles again after a change of brand or text", async () => {
  const compile = createCachedCompiler(10, { log });
  const before = await compile(source);
  const recolored = await compile({ ...source, brand: aBrand({ accent: "#aa0000" }) });
  const reworded = await compile({
    ...source,
    email: readyEmail("cross-sell/email-1", { button: "Look" }),
  });
  expect(new Set([before.sha256, recolored.sha256, reworded.sha256]).size).toBe(3);
});

test("compiles again after a change of the shop's own texts in the email's language", async () => {
  const compile = createCachedCompiler(10, { log });
  const withTexts = (language: string, text: string) =>
    compile({
      ...source,
      brand: aBrand({ texts: { [language]: { "email.footer.unsubscribe": text } } }),
    });
  const before = await withTexts("en", "Stop");
  expect(JSON.stringify(before.html)).toContain("Stop");
  expect(await withTexts("en", "Stop")).toBe(before);
  expect(JSON.stringify((await withTexts("en", "Leave")).html)).toContain("Leave");
  expect(await withTexts("fr", "Stop")).toBe(await compile(source));
});

test("does not cache a refusal", async () => {
  const compile = createCachedCompiler(10, { log });
  const refused = {
    ...source,
    email: readyEmail("cross-sell/email-1", { button: "{{ nothing }}" }),
  };
  await expect(compile(refused)).rejects.toThrow(/value_unknown/);
  await expect(compile(refused)).rejects.toThrow(/value_unknown/);
});

test("logs once what makes an email approach the clipping limit", async () => {
  const compile = createCachedCompiler(10, { log });
  warnings.length = 0;
  await compile(source);
  expect(warnings).toEqual([]);

  const large = { ...source, brand: aBrand({ postalAddress: "Mill Lane ".repeat(6_900) }) };
  await compile(large);
  await compile(large);
  const tooLarge = { ...source, brand: aBrand({ postalAddress: "Mill Lane ".repeat(9_500) }) };
  await compile(tooLarge);
  expect(warnings).toMatchObject([
    { language: "en", size: expect.stringMatching(/^8\d{4} bytes$/) as string },
    { language: "en", size: expect.stringMatching(/^1\d{5} bytes$/) as string },
  ]);
});
