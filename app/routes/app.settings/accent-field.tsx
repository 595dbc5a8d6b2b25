import { ColorField, isColor } from "~/components/forms/color-field";
import { contrastRatio, TEXT_RATIO } from "~/messages/brand/accent";

interface AccentFieldProps {
  id: string;
  value: string;
  error: string | boolean;
  onChange: (value: string) => void;
}

/** The shop's color, and its contrast on white. */
export function AccentField(field: AccentFieldProps) {
  const { value } = field;
  const helpText = isColor(value) ? contrastWords(value) : "A color such as #1f6f54.";
  return <ColorField label="Accent color" helpText={helpText} {...field} />;
}

function contrastWords(accent: string): string {
  const ratio = contrastRatio(accent.toLowerCase(), "#ffffff");
  const measured = `Contrast with white is ${ratio.toFixed(1)} to 1`;
  return ratio >= TEXT_RATIO
    ? `${measured}: easy to read.`
    : `${measured}, less than ${TEXT_RATIO}: links are darkened and button labels adapted so that they can be read.`;
}
