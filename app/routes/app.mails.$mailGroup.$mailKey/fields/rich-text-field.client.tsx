import { BlockStack, Text } from "@shopify/polaris";
import { ListItem } from "@tiptap/extension-list";
import { EditorContent, useEditor, type JSONContent } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useEffect, useId, useRef, useState } from "react";
import { RichText } from "~/messages/blocks/rich-text";
import { FormatBar } from "./format-bar";
import styles from "./rich-text-field.module.css";

interface RichTextFieldProps {
  label: string;
  value: RichText;
  texts: readonly string[];
  links: readonly string[];
  /** @returns why it cannot be kept, or null */
  onCommit: (text: RichText) => string | null;
}

/** What a mail's text may hold, and nothing else. Undoing is the whole mail's. */
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
  // A list in a list is no text that every mail client shows.
  ListItem.extend({ content: "paragraph+" }),
];

/** Formatted text, edited as it reads. */
export default function RichTextField({
  label,
  value,
  texts,
  links,
  onCommit,
}: RichTextFieldProps) {
  const labelId = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const commit = useRef(onCommit);
  commit.current = onCommit;
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: value as JSONContent,
    immediatelyRender: false,
    injectCSS: false,
    editorProps: {
      attributes: {
        class: styles.text ?? "",
        role: "textbox",
        "aria-multiline": "true",
        "aria-labelledby": labelId,
      },
    },
    onUpdate: ({ editor: changed }) => {
      const parsed = RichText.safeParse(changed.getJSON());
      setProblem(
        parsed.success
          ? commit.current(parsed.data)
          : (parsed.error.issues[0]?.message ?? "That cannot be in a mail"),
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

  return (
    <BlockStack gap="100">
      <Text as="span" id={labelId}>
        {label}
      </Text>
      <div className={styles.frame}>
        {editor && <FormatBar editor={editor} texts={texts} links={links} />}
        <EditorContent editor={editor} />
      </div>
      {problem !== null && (
        <Text as="p" tone="critical">
          {problem}
        </Text>
      )}
    </BlockStack>
  );
}
