import { BlockStack, InlineError, InlineStack, Text } from "@shopify/polaris";
import { EditorContent } from "@tiptap/react";
import { useEffect, useId } from "react";
import { MERGE_CHIP } from "./merge-chips";
import styles from "./rich-text-field.module.css";
import { useMergeLine, type MergeLineSource } from "./use-merge-line.client";
import { ValueMenu } from "./value-menu";

interface MergeLineFieldProps extends MergeLineSource {
  label: string;
  help?: string | undefined;
  placeholder: string;
  paths: readonly string[];
  /** Whether the field that stood in its place had the focus. */
  isFocused: boolean;
}

/** A line of text with a menu of merge values. */
export default function MergeLineField(props: MergeLineFieldProps) {
  const { label, help, placeholder, paths, isFocused } = props;
  const labelId = useId();
  const noteId = useId();
  const { editor, problem } = useMergeLine(props, {
    ...{ class: styles.line ?? "", "aria-labelledby": labelId, "aria-describedby": noteId },
    "data-placeholder": placeholder,
  });
  useEffect(() => {
    if (isFocused) editor?.commands.focus("end");
  }, [editor, isFocused]);
  return (
    <BlockStack gap="100">
      <Text as="span" id={labelId}>
        {label}
      </Text>
      <div className={styles.frame}>
        <EditorContent editor={editor} />
      </div>
      <div id={noteId}>
        {problem !== null && <InlineError message={problem} fieldID={labelId} />}
        {help !== undefined && (
          <Text as="p" tone="subdued">
            {help}
          </Text>
        )}
      </div>
      <InlineStack align="end">
        <ValueMenu
          of="text"
          field={label}
          paths={paths}
          onInsert={(source) =>
            editor?.chain().focus().insertContent({ type: MERGE_CHIP, attrs: { source } }).run()
          }
        />
      </InlineStack>
    </BlockStack>
  );
}
