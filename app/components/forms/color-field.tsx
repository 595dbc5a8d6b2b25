import { TextField } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import styles from "./color-field.module.css";

interface ColorFieldProps {
  id?: string;
  label: string;
  /** `#rrggbb`; anything else is unfinished input. */
  value: string;
  /** The swatch's color while none is set. */
  usual?: string;
  placeholder?: string;
  error: string | boolean;
  helpText: string;
  onChange: (value: string) => void;
}

const HEX = /^#[0-9a-f]{6}$/i;

/** Whether a text is a color as fields and emails write it. */
export const isColor = (text: string): boolean => HEX.test(text);

/** A color field with a swatch that opens the browser's color picker. */
export function ColorField({ usual = "#000000", ...field }: ColorFieldProps) {
  const { label, value, onChange } = field;
  const text = useText("common");
  return (
    <TextField
      {...field}
      autoComplete="off"
      prefix={
        <input
          type="color"
          className={styles.swatch}
          aria-label={text("pickColor", { label })}
          value={isColor(value) ? value.toLowerCase() : usual}
          onChange={(event) => onChange(event.target.value)}
        />
      }
    />
  );
}
