import { BlockStack, InlineError, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import styles from "./editor-field.module.css";

interface EditorFieldProps {
  label: string;
  /** Of the element that names the editor. */
  labelId: string;
  /** Of the element that describes it. */
  noteId: string;
  problem: string | null;
  help?: string | undefined;
  /** The editor, with what belongs into its frame. */
  children: ReactNode;
}

/** A text editor as a field: label, frame, and below it what is wrong and what helps. */
export function EditorField(props: EditorFieldProps) {
  const { label, labelId, noteId, problem, help, children } = props;
  return (
    <BlockStack gap="100">
      <Text as="span" id={labelId}>
        {label}
      </Text>
      <div className={styles.frame}>{children}</div>
      <div id={noteId}>
        {problem !== null && <InlineError message={problem} fieldID={labelId} />}
        {help !== undefined && (
          <Text as="p" tone="subdued">
            {help}
          </Text>
        )}
      </div>
    </BlockStack>
  );
}
