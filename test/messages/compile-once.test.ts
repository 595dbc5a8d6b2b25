import { expect, test } from "vitest";
import { compileOnce } from "~/messages/compile-once.server";
import { aBrand, libraryCopy } from "../support/mail-values";

const source = {
  template: "cross-sell",
  version: 1,
  brand: aBrand(),
  copy: libraryCopy("cross-sell"),
} as const;

test("the same source is compiled once, also when asked for twice at the same time", async () => {
  const compile = compileOnce(10);
  const [a, b] = await Promise.all([compile(source), compile({ ...source })]);
  expect(b).toBe(a);
});

test("a change of brand or text is compiled anew", async () => {
  const compile = compileOnce(10);
  const before = await compile(source);
  const recoloured = await compile({ ...source, brand: aBrand({ accent: "#aa0000" }) });
  const reworded = await compile({ ...source, copy: { ...source.copy, button: "Look" } });
  expect(new Set([before.sha256, recoloured.sha256, reworded.sha256]).size).toBe(3);
});

test("a refusal is not remembered as a result", async () => {
  const compile = compileOnce(10);
  const refused = { ...source, copy: { ...source.copy, button: "" } };
  await expect(compile(refused)).rejects.toThrow(/button/);
  await expect(compile(refused)).rejects.toThrow(/button/);
});
