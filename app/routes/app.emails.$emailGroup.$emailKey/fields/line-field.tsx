import { BlockStack, InlineStack, TextField } from "@shopify/polaris";
import { useEffect, useId } from "react";
import { LazyMergeLineField } from "./lazy-rich-text-field";
import { useField } from "./use-field";
import { ValueMenu } from "./value-menu";

interface LineFieldProps {
  label: string;
  value: string;
  help?: string;
  placeholder?: string;
  /** Allowed merge values; without any there is no menu. */
  paths?: readonly string[];
  /** More than one makes it multiline. */
  lines?: number;
  isCode?: boolean;
  /** Whether a merge value replaces the whole text, as in a URL. */
  isAddress?: boolean;
  /** @returns why it is invalid, or null */
  onCommit: (text: string) => string | null;
}

/** A text field with a menu of merge values, which a line of words displays by their names. */
export function LineField(props: LineFieldProps) {
  const { label, value, help, placeholder = "", paths = [], onCommit } = props;
  const isLine = props.lines === undefined && !props.isCode && !props.isAddress;
  if (!isLine || paths.length === 0) return <PlainField {...props} />;
  return <LazyMergeLineField {...{ label, value, help, placeholder, paths, onCommit }} />;
}

function PlainField(props: LineFieldProps) {
  const { label, value, help, placeholder = "", paths = [], lines, isCode, isAddress } = props;
  const id = useId();
  const { text, problem, onChange } = useField(value, props.onCommit);
  const isWords = !isAddress && !isCode;
  // Arabic is typed right to left. Polaris has no property for it.
  useEffect(() => {
    if (isWords) document.getElementById(id)?.setAttribute("dir", "auto");
  }, [id, isWords]);
  const insert = (inserted: string) => {
    const input = document.getElementById(id);
    const isField = input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement;
    const from = isField ? (input.selectionStart ?? text.length) : text.length;
    const to = isField ? (input.selectionEnd ?? from) : from;
    onChange(isAddress ? inserted : text.slice(0, from) + inserted + text.slice(to));
    input?.focus();
  };
  return (
    <BlockStack gap="100">
      <TextField
        id={id}
        label={label}
        autoComplete="off"
        value={text}
        error={problem ?? false}
        helpText={help}
        placeholder={placeholder}
        multiline={lines ?? false}
        maxHeight="320px"
        monospaced={isCode ?? false}
        onChange={onChange}
      />
      {paths.length > 0 && (
        <InlineStack align="end">
          <ValueMenu
            of={isAddress ? "link" : "text"}
            field={label}
            paths={paths}
            onInsert={insert}
          />
        </InlineStack>
      )}
    </BlockStack>
  );
}
