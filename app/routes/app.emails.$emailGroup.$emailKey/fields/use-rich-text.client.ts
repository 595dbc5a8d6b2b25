import { ListItem } from "@tiptap/extension-list";
import { useEditor, type Editor, type JSONContent } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useEffect, useRef, useState } from "react";
import { RichText } from "~/messages/blocks/rich-text";

/** What an email's text may hold, and nothing else. Undoing is the whole email's. */
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
  // A list in a list is no text that every email client shows.
  ListItem.extend({ content: "paragraph+" }),
];

export interface RichTextSource {
  readonly value: RichText;
  /** @returns why it cannot be kept, or null */
  readonly onCommit: (text: RichText) => string | null;
}

/**
 * An editor of formatted text. Each change goes into the email at once, unless
 * it would make no email; what was changed elsewhere comes into the editor.
 *
 * @param attributes of the element that is written into
 */
export function useRichText(
  { value, onCommit }: RichTextSource,
  attributes: Readonly<Record<string, string>>,
): { readonly editor: Editor | null; readonly problem: string | null } {
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
        parsed.success
          ? commit.current(parsed.data)
          : (parsed.error.issues[0]?.message ?? "That cannot be in an email"),
      );
    },
  });

  // What was undone, or written in another language, comes from outside.
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
