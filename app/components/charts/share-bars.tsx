import { BlockStack, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";
import { useFormat } from "~/i18n/text-provider";

interface Share {
  readonly label: string;
  /** A fraction of 1. */
  readonly share: number;
}

/** Small bars, each with its name and share. */
export function ShareBars({ shares }: { shares: readonly Share[] }) {
  const format = useFormat();
  const id = useId();
  return (
    <BlockStack as="ul" gap="200">
      {shares.map(({ label, share }, i) => (
        <BlockStack as="li" key={label} gap="050">
          <InlineStack align="space-between" gap="200" wrap={false}>
            <span id={`${id}-${i}`}>{label}</span>
            <span style={{ whiteSpace: "nowrap" }}>
              <Text as="span" tone="subdued" numeric>
                {format.rate(share, 0)}
              </Text>
            </span>
          </InlineStack>
          <ProgressBar
            progress={Math.round(share * 100)}
            size="small"
            tone="primary"
            ariaLabelledBy={`${id}-${i}`}
          />
        </BlockStack>
      ))}
    </BlockStack>
  );
}
