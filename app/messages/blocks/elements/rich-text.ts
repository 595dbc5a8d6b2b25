import { z } from "zod";
import { Href } from "./block-base";
import { schemaMessage } from "../../schema-message";

/**
 * Rich text in ProseMirror's format (TipTap's `getJSON`), reduced to what every email client supports:
 * paragraphs and lists; bold, italic, underline, strikethrough and links. Everything else is rejected or
 * dropped.
 */
const Mark = z.discriminatedUnion("type", [
  z.object({ type: z.literal("bold") }),
  z.object({ type: z.literal("italic") }),
  z.object({ type: z.literal("underline") }),
  z.object({ type: z.literal("strike") }),
  z.object({ type: z.literal("link"), attrs: z.object({ href: Href }) }),
]);
export type Mark = z.infer<typeof Mark>;

const Inline = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("text"),
    text: z
      .string()
      .min(1)
      .max(5_000)
      .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Co}]*$/u, schemaMessage("character")),
    marks: z.array(Mark).max(5).optional(),
  }),
  z.object({ type: z.literal("hardBreak") }),
]);
export type Inline = z.infer<typeof Inline>;

const Paragraph = z.object({
  type: z.literal("paragraph"),
  content: z.array(Inline).max(300).optional(),
});
export type Paragraph = z.infer<typeof Paragraph>;

const ListItem = z.object({ type: z.literal("listItem"), content: z.array(Paragraph).max(10) });
const list = <T extends string>(type: T) =>
  z.object({ type: z.literal(type), content: z.array(ListItem).max(50) });

const RichNode = z.discriminatedUnion("type", [Paragraph, list("bulletList"), list("orderedList")]);
type RichNode = z.infer<typeof RichNode>;

export const RichText = z.object({ type: z.literal("doc"), content: z.array(RichNode).max(100) });
export type RichText = z.infer<typeof RichText>;

/** Converts plain text: an empty line starts a paragraph, lines that start with "- " are a list. */
export function richText(words: string): RichText {
  const content = words
    .trim()
    .split(/\n\s*\n/)
    .flatMap((part): RichNode[] => {
      const lines = part.split("\n").map((line) => line.trim());
      if (!lines.every((line) => line.startsWith("- "))) return [paragraph(lines.join(" "))];
      const items = lines.map((line) => ({
        type: "listItem" as const,
        content: [paragraph(line.slice(2))],
      }));
      return [{ type: "bulletList", content: items }];
    });
  return { type: "doc", content };
}

const paragraph = (text: string): Paragraph =>
  text === "" ? { type: "paragraph" } : { type: "paragraph", content: [{ type: "text", text }] };

/** Whether it has any text. */
export const isWritten = (text: RichText): boolean =>
  piecesOf(text).texts.some((piece) => piece.trim() !== "");

/** All texts and URLs in reading order. */
export function piecesOf({ content }: RichText): { texts: string[]; hrefs: string[] } {
  const inlines = content
    .flatMap((node) =>
      node.type === "paragraph" ? [node] : node.content.flatMap((item) => item.content),
    )
    .flatMap((node) => node.content ?? []);
  const words = inlines.flatMap((inline) => (inline.type === "text" ? [inline] : []));
  return {
    texts: words.map(({ text }) => text),
    hrefs: words.flatMap(({ marks = [] }) =>
      marks.flatMap((mark) => (mark.type === "link" ? [mark.attrs.href] : [])),
    ),
  };
}
