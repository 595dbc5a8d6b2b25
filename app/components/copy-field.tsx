import { Button, TextField } from "@shopify/polaris";
import { useState } from "react";

interface CopyFieldProps {
  label: string;
  value: string;
  /** The button's words, and its name for screen readers. */
  words: { readonly copy: string; readonly copied: string; readonly label: string };
}

/** A text with a copy button. */
export function CopyField({ label, value, words }: CopyFieldProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(value).then(
      () => setIsCopied(true),
      // If the browser denies access, the text can be selected manually.
      () => setIsCopied(false),
    );
  return (
    <TextField
      label={label}
      value={value}
      readOnly
      autoComplete="off"
      monospaced
      selectTextOnFocus
      connectedRight={
        <Button onClick={copy} accessibilityLabel={words.label}>
          {isCopied ? words.copied : words.copy}
        </Button>
      }
    />
  );
}
