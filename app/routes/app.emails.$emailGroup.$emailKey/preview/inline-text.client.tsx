import { EditorContent } from "@tiptap/react";
import { useEffect } from "react";
import { useText } from "~/i18n/text-provider";
import { FormatBar } from "../fields/format-bar";
import { useRichText, type RichTextSource } from "../fields/use-rich-text.client";
import { WritingProblem } from "./inline-writing";
import styles from "./email-stage.module.css";

interface InlineTextProps extends RichTextSource {
  texts: readonly string[];
  links: readonly string[];
}

/** Formatted text, edited inside the email, with a toolbar above. */
export default function InlineText({ texts, links, ...source }: InlineTextProps) {
  const text = useText("email-editor");
  const { editor, problem } = useRichText(source, {
    class: styles.text ?? "",
    "aria-label": text("preview.text"),
  });
  useEffect(() => {
    editor?.commands.focus("end");
  }, [editor]);
  return (
    <>
      {editor && (
        <div className={styles.bar}>
          <FormatBar editor={editor} texts={texts} links={links} />
        </div>
      )}
      <EditorContent editor={editor} />
      {problem !== null && <WritingProblem problem={problem} />}
    </>
  );
}
