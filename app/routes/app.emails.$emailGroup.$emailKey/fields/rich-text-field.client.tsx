import { BlockStack, Text } from "@shopify/polaris";
import { EditorContent } from "@tiptap/react";
import { useId } from "react";
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
  const { editor, problem } = useRichText(
    { value, onCommit },
    { class: styles.text ?? "", "aria-labelledby": labelId },
  );
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
