import { Node, type Editor } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useRef } from "react";
import { lineWithMergeChips, lineWithoutMergeChips } from "./merge-chips";
import { useMergeEditor, type MergeEditor } from "./use-merge-editor.client";

/** One paragraph without formats. Undo covers the whole email, so the editor's own is off. */
const EXTENSIONS = [
  Node.create({ name: "doc", topNode: true, content: "paragraph" }),
  StarterKit.configure({
    ...{ document: false, undoRedo: false, trailingNode: false, dropcursor: false },
    ...{ gapcursor: false, hardBreak: false, blockquote: false, codeBlock: false, heading: false },
    ...{ horizontalRule: false, bulletList: false, orderedList: false, listItem: false },
    ...{ listKeymap: false, bold: false, italic: false, underline: false, strike: false },
    ...{ code: false, link: false },
  }),
];

export interface MergeLineSource {
  readonly value: string;
  /** @returns why it is invalid, or null */
  readonly onCommit: (line: string) => string | null;
}

/**
 * An editor of one line of text.
 *
 * @param attributes of the editable element
 */
export function useMergeLine(
  { value, onCommit }: MergeLineSource,
  attributes: Readonly<Record<string, string>>,
): MergeEditor {
  const pastesInto = useRef<Editor | null>(null);
  const line = useMergeEditor({
    extensions: EXTENSIONS,
    content: lineWithMergeChips(value),
    editorProps: {
      attributes: { role: "textbox", dir: "auto", ...attributes },
      // As text, in one line.
      handlePaste: (_view, { clipboardData }) => {
        const pasted = (clipboardData?.getData("text/plain") ?? "").replace(/\s*[\r\n]+\s*/g, " ");
        const [paragraph] = lineWithMergeChips(pasted).content ?? [];
        return pastesInto.current?.commands.insertContent(paragraph?.content ?? []) ?? false;
      },
    },
    commit: (content) => onCommit(lineWithoutMergeChips(content)),
    isStored: (content) => lineWithoutMergeChips(content) === value,
  });
  pastesInto.current = line.editor;
  return line;
}
