import { ColorField, isColor } from "~/components/forms/color-field";
import type { Text } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import { contrastRatio, TEXT_RATIO } from "~/messages/brand/accent";
import type { SettingsFieldProps } from "./settings-fields";

/** The shop's color, and its contrast on white. */
export function AccentField(field: SettingsFieldProps) {
  const text = useText("settings");
  return (
    <ColorField label={text("brand.accent")} helpText={helpFor(field.value, text)} {...field} />
  );
}

function helpFor(accent: string, text: Text<"settings">): string {
  if (!isColor(accent)) return text("brand.accentHelp");
  const ratio = contrastRatio(accent.toLowerCase(), "#ffffff");
  return text(ratio >= TEXT_RATIO ? "brand.contrast" : "brand.lowContrast", {
    ratio: ratio.toFixed(1),
    min: TEXT_RATIO,
  });
}
