import { ListItem } from "@tiptap/extension-list";
import type { JSONContent } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { RichText } from "~/messages/blocks/elements/rich-text";
import { readSchemaProblem } from "~/messages/document/schema-problem";
import { useProblemText } from "../use-problem-text";
import { withMergeChips, withoutMergeChips } from "~/components/email/merge-text/merge-chips";
import {
  useMergeEditor,
  type MergeEditor,
} from "~/components/email/merge-text/use-merge-editor.client";

/** The content that an email's text may have. Undo covers the whole email, so the editor's own is off. */
const EXTENSIONS = [
  StarterKit.configure({
    blockquote: false,
    code: false,
    codeBlock: false,
    heading: false,
    horizontalRule: false,
    listItem: false,
    undoRedo: false,
    dropcursor: false,
    gapcursor: false,
    trailingNode: false,
    link: {
      openOnClick: false,
      autolink: false,
      linkOnPaste: false,
      HTMLAttributes: { rel: null, target: null },
    },
  }),
  // Not every email client supports nested lists.
  ListItem.extend({ content: "paragraph+" }),
];

export interface RichTextSource {
  readonly value: RichText;
  /** @returns why it is invalid, or null */
  readonly onCommit: (text: RichText) => string | null;
}

/**
 * An editor of formatted text.
 *
 * @param attributes of the editable element
 */
export function useRichText(
  { value, onCommit }: RichTextSource,
  attributes: Readonly<Record<string, string>>,
): MergeEditor {
  const problemText = useProblemText();
  const read = (content: JSONContent) => RichText.safeParse(withoutMergeChips(content));
  return useMergeEditor({
    extensions: EXTENSIONS,
    content: withMergeChips(value),
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", ...attributes },
    },
    commit: (content) => {
      const text = read(content);
      return text.success ? onCommit(text.data) : problemText(readSchemaProblem(text.error));
    },
    isStored: (content) => {
      const text = read(content);
      return text.success && JSON.stringify(text.data) === JSON.stringify(value);
    },
  });
}
