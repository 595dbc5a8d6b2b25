import { ColorField, isColor } from "~/components/forms/color-field";
import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import { contrastRatio, TEXT_RATIO } from "~/messages/brand/accent";
import type { SettingsFieldProps } from "./settings-fields";

/** The shop's color, and its contrast on white. */
export function AccentField(field: SettingsFieldProps) {
  const text = useText("settings");
  const helpText = helpFor(field.value, text, useFormat());
  return <ColorField label={text("brand.accent")} helpText={helpText} {...field} />;
}

function helpFor(accent: string, text: Text<"settings">, format: Format): string {
  if (!isColor(accent)) return text("brand.accentHelp");
  const ratio = contrastRatio(accent.toLowerCase(), "#ffffff");
  return text(ratio >= TEXT_RATIO ? "brand.contrast" : "brand.lowContrast", {
    ratio: format.number(ratio, 1),
    min: format.number(TEXT_RATIO, 1),
  });
}
