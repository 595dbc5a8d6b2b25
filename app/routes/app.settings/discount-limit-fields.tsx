import { FormLayout, TextField } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { SettingsFieldOf } from "./settings-fields";

interface DiscountLimitFieldsProps {
  field: SettingsFieldOf;
}

/** The largest discount that Kindred may choose, and the margin by which it judges discounts. */
export function DiscountLimitFields({ field }: DiscountLimitFieldsProps) {
  const text = useText("settings");
  return (
    <FormLayout.Group>
      <TextField
        label={text("limits.maxDiscount")}
        type="number"
        min={0}
        max={15}
        suffix="%"
        helpText={text("limits.maxDiscountHelp")}
        {...field("maxDiscountPercent")}
      />
      <TextField
        label={text("limits.margin")}
        type="number"
        min={1}
        max={100}
        suffix="%"
        helpText={text("limits.marginHelp")}
        {...field("marginPercent")}
      />
    </FormLayout.Group>
  );
}
