import { Button, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useText } from "~/i18n/text-provider";

interface CopyFieldProps {
  label: string;
  copyLabel: string;
  value: string;
}

/** A text with a copy button. */
export function CopyField({ label, copyLabel, value }: CopyFieldProps) {
  const text = useText("sender");
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
        <Button onClick={copy} accessibilityLabel={copyLabel}>
          {text(isCopied ? "records.copied" : "records.copy")}
        </Button>
      }
    />
  );
}
