import { describe, expect, test } from "vitest";
import type { Block } from "~/messages/blocks/block";
import { richText } from "~/messages/blocks/elements/rich-text";
import { checkFirstWords } from "~/messages/document/check-first-words";
import { localize } from "~/messages/document/email-document";
import { listReadyTemplates } from "~/messages/ready/ready-templates.server";
import { everyBlock } from "../../support/every-block";

const COMMON = { id: "b", when: null, repeat: null } as const;
const heading = (text: string): Block => ({
  ...COMMON,
  ...{ kind: "heading", text, size: "large", align: "start" },
});
const paragraph = (text: string): Block => ({
  ...COMMON,
  ...{ kind: "text", text: richText(text), size: "normal", align: "start" },
});
const someOf = (kind: Block["kind"]): Block => {
  const block = everyBlock().blocks.find((it) => it.kind === kind);
  if (!block) throw new Error(`There is no ${kind}`);
  return block;
};
const isWarned = (...blocks: readonly Block[]) => checkFirstWords(blocks).length > 0;

const SENTENCE = "Our autumn teas came in this morning.";

describe("an email's first words", () => {
  test.each(["en", "de", "fr", "es", "ja", "ar"])(
    "are in all prebuilt emails in %s",
    (language) => {
      const warned = listReadyTemplates().filter(
        ({ document }) => checkFirstWords(localize(document, language).blocks).length > 0,
      );
      expect(warned.map(({ templateId }) => templateId)).toEqual([]);
    },
  );

  test("may be a heading, a text, or those of a hero", () => {
    expect(isWarned(heading(SENTENCE))).toBe(false);
    expect(isWarned(paragraph(SENTENCE))).toBe(false);
    expect(isWarned(heading("Autumn teas"), paragraph("They came in today."))).toBe(false);
    const hero = { ...someOf("hero"), heading: SENTENCE } as Block;
    expect(isWarned(hero)).toBe(false);
  });

  test("are missing in an email of pictures, links or products alone", () => {
    expect(isWarned()).toBe(true);
    expect(isWarned(someOf("image"), someOf("button"))).toBe(true);
    expect(isWarned(someOf("product-grid"))).toBe(true);
  });

  test("come before links and products", () => {
    for (const kind of ["menu", "product-grid", "product"] as const) {
      expect(isWarned(someOf(kind), paragraph(SENTENCE)), kind).toBe(true);
      expect(isWarned(paragraph(SENTENCE), someOf(kind)), kind).toBe(false);
    }
  });

  test("may follow a picture or a gap", () => {
    expect(isWarned(someOf("image"), someOf("spacer"), paragraph(SENTENCE))).toBe(false);
  });

  test("are more than a greeting or a value", () => {
    expect(isWarned(paragraph('Hi{{ recipient.firstName | prepend: " " }},'))).toBe(true);
    expect(isWarned(heading("{{ product.title }}"), someOf("product"))).toBe(true);
  });
});
