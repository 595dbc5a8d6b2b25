import { Banner, BlockStack, List, Text } from "@shopify/polaris";
import type { Text as Words } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import type { DiscountRefusal } from "~/messages/coupons/discount-refusal";

interface DiscountRefusedProps {
  refusals: readonly DiscountRefusal[];
}

/** Explains since when and why emails are sent without discount codes. */
export function DiscountRefused({ refusals }: DiscountRefusedProps) {
  const text = useText("discount");
  const format = useFormat();
  if (refusals.length === 0) return null;
  return (
    <Banner tone="warning" title={text("refused.title")}>
      <BlockStack gap="200">
        <List>
          {refusals.map((refusal, i) => (
            <List.Item key={i}>
              {describeRefusal(refusal, text)}
              <Text as="p" tone="subdued">
                {text("refused.since", {
                  rate: format.rate(refusal.percentOff / 100),
                  time: format.instant(refusal.since),
                })}
              </Text>
            </List.Item>
          ))}
        </List>
        <p>{text("refused.retry")}</p>
      </BlockStack>
    </Banner>
  );
}

/** Why Shopify rejected a discount. */
export function describeRefusal(
  { reason, codes }: DiscountRefusal,
  text: Words<"discount">,
): string {
  return reason === "rejected" && codes.length > 0
    ? text("refused.rejectedWith", { codes: codes.join(", ") })
    : text(`refused.${reason}`);
}
