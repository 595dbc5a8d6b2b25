import { BlockStack, Text, TextField } from "@shopify/polaris";
import { useEffect } from "react";
import { formatCounted } from "~/components/formats";
import type { WindowPreview } from "~/feedback/window/preview-window.server";
import { formatMoney } from "~/lib/money";

interface WindowFieldProps {
  id: string;
  autoComplete: string;
  value: string;
  error: string | boolean;
  onChange: (value: string) => void;
  /** The saved value. */
  saved: string;
  preview: WindowPreview | null;
  onPreview: (days: string) => void;
}

/** The attribution window, with the effect of another value. */
export function AttributionWindowField({ saved, preview, onPreview, ...field }: WindowFieldProps) {
  const { value } = field;
  const isOther = value !== saved && Number(value) >= 1 && Number(value) <= 30;
  useEffect(() => {
    if (isOther) onPreview(value);
    // Requested once per typed number, not per rendering.
  }, [isOther, value]);
  return (
    <BlockStack gap="100">
      <TextField
        label="Days in which a click may earn an order"
        type="number"
        min={1}
        max={30}
        helpText="An order is credited to the last email that the person clicked in within so many days before."
        {...field}
      />
      {isOther && preview !== null && preview.windowDays === Number(value) && (
        <Text as="p" tone="subdued">
          {previewWords(preview)}
        </Text>
      )}
    </BlockStack>
  );
}

function previewWords({ currency, now, then }: WindowPreview): string {
  const words = (credit: WindowPreview["now"]) =>
    `${formatCounted(credit.orders, "order")}, ${formatMoney({ minor: credit.netMinor, currency })}`;
  return `Of the last 90 days' orders this would credit ${words(then)}, where it is ${words(now)} now. Past orders are credited anew once you save.`;
}
