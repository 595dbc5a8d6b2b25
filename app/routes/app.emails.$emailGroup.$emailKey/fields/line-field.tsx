import { TextField } from "@shopify/polaris";
import { useEffect, useId } from "react";
import { LazyMergeLineField } from "~/components/email/merge-text/lazy-merge-line-field";
import { useField } from "./use-field";

interface LineFieldProps {
  label: string;
  value: string;
  help?: string;
  placeholder?: string;
  /** Allowed merge values, which the line displays by their names; without any there is no menu. */
  paths?: readonly string[];
  /** More than one makes it multiline. */
  lines?: number;
  isCode?: boolean;
  /** Whether a merge value replaces the whole text, as in a URL. */
  isAddress?: boolean;
  /** @returns why it is invalid, or null */
  onCommit: (text: string) => string | null;
}

/** A text field, with a menu of merge values where the text may have some. */
export function LineField(props: LineFieldProps) {
  const { label, value, help, placeholder, paths = [], isAddress, onCommit } = props;
  if (paths.length === 0) return <PlainField {...props} />;
  return (
    <LazyMergeLineField {...{ label, value, help, placeholder, paths, isAddress, onCommit }} />
  );
}

function PlainField(props: LineFieldProps) {
  const { label, value, help, placeholder = "", lines, isCode, isAddress } = props;
  const id = useId();
  const { text, problem, onChange } = useField(value, props.onCommit);
  const isWords = !isAddress && !isCode;
  // Arabic is typed right to left. Polaris has no property for it.
  useEffect(() => {
    if (isWords) document.getElementById(id)?.setAttribute("dir", "auto");
  }, [id, isWords]);
  return (
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
  );
}
