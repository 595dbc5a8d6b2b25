import { useText } from "~/i18n/text-provider";
import { FormatBar } from "../fields/format-bar";
import { useRichText, type RichTextSource } from "../fields/use-rich-text.client";
import styles from "./email-stage.module.css";
import { InlineContent } from "./inline-content.client";

interface InlineTextProps extends RichTextSource {
  texts: readonly string[];
  links: readonly string[];
}

/** Formatted text, edited inside the email, with a toolbar above. */
export default function InlineText({ texts, links, ...source }: InlineTextProps) {
  const text = useText("email-editor");
  const content = useRichText(source, {
    class: styles.text ?? "",
    "aria-label": text("preview.text"),
  });
  return (
    <>
      {content.editor && (
        <div className={styles.bar}>
          <FormatBar editor={content.editor} texts={texts} links={links} />
        </div>
      )}
      <InlineContent {...content} />
    </>
  );
}
