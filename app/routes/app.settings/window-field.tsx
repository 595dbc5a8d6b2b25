import { BlockStack, Text, TextField } from "@shopify/polaris";
import { useEffect } from "react";
import type { WindowPreview } from "~/pages/settings/preview-window.server";
import { useFormat, useText } from "~/i18n/text-provider";
import type { SettingsFieldProps } from "./settings-fields";

interface WindowFieldProps extends SettingsFieldProps {
  /** The saved value. */
  saved: string;
  preview: WindowPreview | null;
  onPreview: (days: string) => void;
}

/** The attribution window, with the effect of another value. */
export function AttributionWindowField({ saved, preview, onPreview, ...field }: WindowFieldProps) {
  const text = useText("settings");
  const format = useFormat();
  const { value } = field;
  const isOther = value !== saved && Number(value) >= 1 && Number(value) <= 30;
  useEffect(() => {
    if (isOther) onPreview(value);
    // Requested once per typed number, not per rendering.
  }, [isOther, value]);
  return (
    <BlockStack gap="100">
      <TextField
        label={text("measurement.window")}
        suffix={text("measurement.windowUnit")}
        type="number"
        min={1}
        max={30}
        helpText={text("measurement.windowHelp")}
        {...field}
      />
      {isOther && preview !== null && preview.windowDays === Number(value) && (
        <Text as="p" tone="subdued">
          {text("measurement.windowPreview", {
            orders: preview.then.orders,
            amount: format.money({ minor: preview.then.netMinor, currency: preview.currency }),
            ordersNow: preview.now.orders,
            amountNow: format.money({ minor: preview.now.netMinor, currency: preview.currency }),
          })}
        </Text>
      )}
    </BlockStack>
  );
}
