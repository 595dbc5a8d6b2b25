import { BlockStack, InlineStack } from "@shopify/polaris";
import { EditorContent } from "@tiptap/react";
import { useEffect, useId } from "react";
import { EditorField } from "./editor-field";
import styles from "./editor-field.module.css";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useText } from "~/i18n/text-provider";
import { readableMerge, readWithoutValues } from "~/messages/merge/readable";
import { insertValue } from "./insert-value";
import { lineWithMergeChips } from "./merge-chips";
import { useMergeLine, type MergeLineSource } from "./use-merge-line.client";
import { writeValue } from "~/messages/merge/write-value";
import { ValueMenu } from "./value-menu";

export interface MergeLineFieldProps extends MergeLineSource {
  label: string;
  help?: string | undefined;
  placeholder?: string | undefined;
  paths: readonly string[];
  /** Why its value is invalid; null or undefined: not known to be. */
  error?: string | null | undefined;
  /** Whether a merge value replaces the whole line, as in a link. */
  isAddress?: boolean | undefined;
  /** Whether the field that stood in its place had the focus. */
  isFocused: boolean;
}

/** A line of text with a menu of merge values. */
export default function MergeLineField(props: MergeLineFieldProps) {
  const {
    label,
    help,
    placeholder = "",
    paths,
    error = null,
    isAddress = false,
    isFocused,
  } = props;
  const text = useText("merge-values");
  const mergeName = useMergeNames();
  const missing = readWithoutValues(props.value, mergeName);
  const isComplete = missing === "" || missing === readableMerge(props.value, mergeName);
  const labelId = useId();
  const noteId = useId();
  const { editor, problem } = useMergeLine(props, {
    ...{ class: styles.line ?? "", "aria-labelledby": labelId, "aria-describedby": noteId },
    "data-placeholder": placeholder,
    ...(isAddress && { spellcheck: "false" }),
  });
  useEffect(() => {
    if (isFocused) editor?.commands.focus("end");
  }, [editor, isFocused]);
  const insert = (path: string, otherwise: string) => {
    if (!isAddress && editor) insertValue(editor, path, otherwise);
    else
      editor
        ?.chain()
        .setContent(lineWithMergeChips(writeValue(path)))
        .focus("end")
        .run();
  };
  return (
    <BlockStack gap="100">
      <EditorField
        {...{ label, labelId, noteId }}
        help={isComplete ? help : [help, text("line.missing", { line: missing })].join(" ").trim()}
        problem={problem ?? error}
      >
        <EditorContent editor={editor} />
      </EditorField>
      <InlineStack align="end">
        <ValueMenu of={isAddress ? "link" : "text"} field={label} paths={paths} onInsert={insert} />
      </InlineStack>
    </BlockStack>
  );
}
