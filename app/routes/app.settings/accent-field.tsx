import { TextField } from "@shopify/polaris";
import { contrastRatio } from "~/messages/brand/accent";
import styles from "./accent-field.module.css";

interface AccentFieldProps {
  id: string;
  autoComplete: string;
  value: string;
  error: string | boolean;
  onChange: (value: string) => void;
}

const HEX = /^#[0-9a-f]{6}$/i;
/** WCAG 2.2's least contrast for text. */
const TEXT_RATIO = 4.5;

/** A colour as text, with a swatch that opens the browser's own picker. */
export function AccentField({ value, ...field }: AccentFieldProps) {
  const isColour = HEX.test(value);
  return (
    <TextField
      label="Accent colour"
      value={value}
      helpText={isColour ? contrastWords(value) : "A colour such as #1f6f54."}
      prefix={
        <input
          type="color"
          className={styles.swatch}
          aria-label="Pick the accent colour"
          value={isColour ? value.toLowerCase() : "#000000"}
          onChange={(event) => field.onChange(event.target.value)}
        />
      }
      {...field}
    />
  );
}

function contrastWords(accent: string): string {
  const ratio = contrastRatio(accent.toLowerCase(), "#ffffff");
  const measured = `Contrast with white is ${ratio.toFixed(1)} to 1`;
  return ratio >= TEXT_RATIO
    ? `${measured}: easy to read.`
    : `${measured}, less than ${TEXT_RATIO}: links are darkened and button labels adapted so that they can be read.`;
}
