import { ListItem } from "@tiptap/extension-list";
import { useEditor, type Editor, type JSONContent } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useEffect, useRef, useState } from "react";
import { RichText } from "~/messages/blocks/elements/rich-text";
import { readSchemaProblem } from "~/messages/document/schema-problem";
import { useProblemText } from "../use-problem-text";

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
 * An editor of formatted text. Each valid change applies to the email at once; outside changes update the editor.
 *
 * @param attributes of the editable element
 */
export function useRichText(
  { value, onCommit }: RichTextSource,
  attributes: Readonly<Record<string, string>>,
): { readonly editor: Editor | null; readonly problem: string | null } {
  const problemText = useProblemText();
  const [problem, setProblem] = useState<string | null>(null);
  const commit = useRef(onCommit);
  commit.current = onCommit;
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: value as JSONContent,
    immediatelyRender: false,
    injectCSS: false,
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", ...attributes },
    },
    onUpdate: ({ editor: changed }) => {
      const parsed = RichText.safeParse(changed.getJSON());
      setProblem(
        parsed.success ? commit.current(parsed.data) : problemText(readSchemaProblem(parsed.error)),
      );
    },
  });

  // Undo and language changes come from outside.
  const wanted = JSON.stringify(value);
  useEffect(() => {
    if (!editor) return;
    const here = RichText.safeParse(editor.getJSON());
    if (here.success && JSON.stringify(here.data) === wanted) return;
    editor.commands.setContent(JSON.parse(wanted) as JSONContent, { emitUpdate: false });
    setProblem(null);
  }, [editor, wanted]);

  return { editor, problem };
}
