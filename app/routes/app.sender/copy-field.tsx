import { Button, TextField } from "@shopify/polaris";
import { useState } from "react";

/** A text with a copy button. */
export function CopyField({ label, value }: { label: string; value: string }) {
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
        <Button onClick={copy} accessibilityLabel={`Copy ${label.toLowerCase()}`}>
          {isCopied ? "Copied" : "Copy"}
        </Button>
      }
    />
  );
}
