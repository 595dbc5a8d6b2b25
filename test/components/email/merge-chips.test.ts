import fc from "fast-check";
import { expect, test } from "vitest";
import { richText, type RichText } from "~/messages/blocks/elements/rich-text";
import {
  lineWithMergeChips,
  lineWithoutMergeChips,
  MERGE_CHIP,
  withMergeChips,
  withoutMergeChips,
} from "~/components/email/merge-text/merge-chips";

const NAME = '{{ recipient.firstName | prepend: " " }}';
const chip = (source: string) => ({ type: MERGE_CHIP, attrs: { source } });
const text = (words: string) => ({ type: "text", text: words });
const inlinesOf = (words: string) => withMergeChips(richText(words)).content?.[0]?.content;

test.each([
  ["without values", "Hello.", [text("Hello.")]],
  ["in the middle", `Hi${NAME}, you`, [text("Hi"), chip(NAME), text(", you")]],
  ["alone", "{{ brand.shopName }}", [chip("{{ brand.shopName }}")]],
  ["beside each other", `${NAME}${NAME}`, [chip(NAME), chip(NAME)]],
  ["not closed", "Hi {{ recipient", [text("Hi {{ recipient")]],
])("a text %s", (_, words, inlines) => {
  expect(inlinesOf(words)).toEqual(inlines);
});

test("a value keeps the marks of its words", () => {
  const marks = [{ type: "bold" as const }];
  const bold: RichText = {
    type: "doc",
    content: [{ type: "paragraph", content: [{ type: "text", text: `Hi${NAME}`, marks }] }],
  };
  expect(withMergeChips(bold).content?.[0]?.content).toEqual([
    { ...text("Hi"), marks },
    { ...chip(NAME), marks },
  ]);
  expect(withoutMergeChips(withMergeChips(bold))).toEqual(bold);
});

test("what the editor shows is stored as it was", () => {
  const words = fc.array(
    fc.constantFrom(NAME, "{{ brand.shopName }}", "Hi", " ", "{{", "}}", "ü"),
    {
      minLength: 1,
    },
  );
  const paragraph = words.map((parts) => ({
    type: "paragraph" as const,
    content: [{ type: "text" as const, text: parts.join("") }],
  }));
  const list = paragraph.map((item) => ({
    type: "bulletList" as const,
    content: [{ type: "listItem" as const, content: [item, { type: "paragraph" as const }] }],
  }));
  fc.assert(
    fc.property(fc.array(fc.oneof(paragraph, list)), (content) => {
      const stored: RichText = { type: "doc", content };
      expect(withoutMergeChips(withMergeChips(stored))).toEqual(stored);
    }),
  );
});

test.each(["", "Welcome", NAME, `Hi${NAME}, {{ brand.shopName }} {{`])(
  "the line %j is stored as it was",
  (line) => {
    expect(lineWithoutMergeChips(lineWithMergeChips(line))).toBe(line);
  },
);
