import { expect, test } from "vitest";
import { richText } from "~/messages/blocks/elements/rich-text";
import { splitOpening } from "~/messages/document/split-opening";
import { listReadyTemplates } from "~/messages/ready/ready-templates.server";
import { everyBlock } from "../../support/every-block";

const COMMON = { when: null, repeat: null } as const;
const heading = (size: "large" | "small") =>
  ({ ...COMMON, id: `h-${size}`, kind: "heading", text: "Hello", size, align: "start" }) as const;
const words = (text: string) =>
  ({
    ...COMMON,
    id: "t",
    kind: "text",
    text: richText(text),
    size: "normal",
    align: "start",
  }) as const;
const divider = { ...COMMON, id: "d", kind: "divider" } as const;

const openingOf = (blocks: Parameters<typeof splitOpening>[0]) =>
  splitOpening(blocks).opening.map(({ id }) => id);

test("begins with a large heading", () => {
  expect(openingOf([heading("large"), words("Hi"), divider])).toEqual(["h-large", "t"]);
  expect(openingOf([heading("small"), words("Hi")])).toEqual([]);
  expect(openingOf([])).toEqual([]);
});

test("ends before a letter", () => {
  expect(openingOf([heading("large"), words("word ".repeat(200))])).toEqual(["h-large"]);
});

test("ends before repeated lines", () => {
  const repeat = { list: "cart.lines", limit: 3 } as const;
  expect(openingOf([heading("large"), { ...words("Hi"), repeat }])).toEqual(["h-large"]);
});

test("loses and reorders no block", () => {
  for (const blocks of [
    everyBlock().blocks,
    ...listReadyTemplates().map(({ document }) => document.blocks),
  ]) {
    const { banner, opening, pictures, rest } = splitOpening(blocks);
    expect([...banner, ...opening, ...pictures, ...rest]).toEqual(blocks);
  }
});

test("every prebuilt email begins with its heading, and its button and code stand above the picture", () => {
  for (const { templateId, document } of listReadyTemplates()) {
    const { banner, opening, pictures, rest } = splitOpening(document.blocks);
    expect(banner, templateId).toEqual([]);
    expect(opening[0]?.id, templateId).toBe("heading");
    for (const { id, kind } of rest) {
      expect(["hero", "coupon"], templateId).not.toContain(kind);
      expect(id, templateId).not.toBe("button");
    }
    for (const { kind } of pictures) expect(kind).toBe("hero");
  }
});
