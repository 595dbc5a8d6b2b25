import type { JSONContent } from "@tiptap/react";
import type { RichText } from "~/messages/blocks/elements/rich-text";

/** The editor's node of a merge value. Its attribute `source` is the value as the email stores it. */
export const MERGE_CHIP = "mergeChip";

const MERGE_VALUE = /(\{\{[^{}]*\}\})/;

/** The content of the editor for a stored text: each `{{ … }}` is one node, which is displayed by its name. */
export const withMergeChips = (text: RichText): JSONContent => inNode(text as JSONContent, split);

/** The text as it is stored, from the editor's content. */
export const withoutMergeChips = (content: JSONContent): JSONContent => inNode(content, join);

/** The editor's content for a line of text. */
export const lineWithMergeChips = (line: string): JSONContent => ({
  type: "doc",
  content: [
    { type: "paragraph", content: line === "" ? [] : split([{ type: "text", text: line }]) },
  ],
});

/** The line of text as it is stored, from the editor's content. */
export const lineWithoutMergeChips = ({ content = [] }: JSONContent): string =>
  join(content.flatMap((paragraph) => paragraph.content ?? []))
    .map(({ text = "" }) => text)
    .join("");

function inNode(node: JSONContent, change: (inline: JSONContent[]) => JSONContent[]): JSONContent {
  if (!node.content) return node;
  const content =
    node.type === "paragraph"
      ? change(node.content)
      : node.content.map((child) => inNode(child, change));
  return { ...node, content };
}

const split = (inline: JSONContent[]): JSONContent[] =>
  inline.flatMap((node) => {
    if (node.type !== "text") return [node];
    return (node.text ?? "")
      .split(MERGE_VALUE)
      .filter((part) => part !== "")
      .map((part) =>
        MERGE_VALUE.test(part)
          ? { ...sameMarks(node), type: MERGE_CHIP, attrs: { source: part } }
          : { ...node, text: part },
      );
  });

/** Text beside text with the same marks is one node, as the editor would write it without chips. */
function join(inline: JSONContent[]): JSONContent[] {
  const joined: JSONContent[] = [];
  for (const node of inline) {
    const text = node.type === MERGE_CHIP ? String(node.attrs?.["source"]) : node.text;
    const before = joined.at(-1);
    if (text === undefined) joined.push(node);
    else if (before?.type === "text" && marksOf(before) === marksOf(node)) {
      before.text = `${before.text ?? ""}${text}`;
    } else joined.push({ ...sameMarks(node), type: "text", text });
  }
  return joined;
}

const sameMarks = ({ marks }: JSONContent): JSONContent => (marks ? { marks } : {});
const marksOf = ({ marks = [] }: JSONContent): string => JSON.stringify(marks);
