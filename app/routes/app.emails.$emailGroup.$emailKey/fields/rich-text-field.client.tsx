import { EditorContent } from "@tiptap/react";
import { useId } from "react";
import { EditorField } from "~/components/email/merge-text/editor-field";
import { FormatBar } from "./format-bar";
import styles from "./rich-text-field.module.css";
import { useRichText, type RichTextSource } from "./use-rich-text.client";

interface RichTextFieldProps extends RichTextSource {
  label: string;
  texts: readonly string[];
  links: readonly string[];
}

/** Formatted text, edited as displayed. */
export default function RichTextField({
  label,
  value,
  texts,
  links,
  onCommit,
}: RichTextFieldProps) {
  const labelId = useId();
  const noteId = useId();
  const { editor, problem } = useRichText(
    { value, onCommit },
    { class: styles.text ?? "", "aria-labelledby": labelId, "aria-describedby": noteId },
  );
  return (
    <EditorField {...{ label, labelId, noteId, problem }}>
      {editor && <FormatBar editor={editor} texts={texts} links={links} />}
      <EditorContent editor={editor} />
    </EditorField>
  );
}
