import { Button, TextField } from "@shopify/polaris";
import { useState } from "react";

/** A text that is there to be copied. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(value).then(
      () => setIsCopied(true),
      // Where the browser does not let it, the text can be marked by hand.
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
