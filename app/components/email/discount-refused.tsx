import { Banner, List } from "@shopify/polaris";
import type { DiscountRefusal } from "~/messages/coupons/describe-refusal";
import { formatInstant } from "../formats";

interface DiscountRefusedProps {
  refusals: readonly DiscountRefusal[];
  timeZone: string;
}

/** Explains since when and why emails are sent without discount codes. */
export function DiscountRefused({ refusals, timeZone }: DiscountRefusedProps) {
  if (refusals.length === 0) return null;
  return (
    <Banner tone="warning" title="Emails go without their discount codes">
      <List>
        {refusals.map(({ percentOff, since, text }, i) => (
          <List.Item key={i}>
            {percentOff} % off, since {formatInstant(since, timeZone)}: {text}
          </List.Item>
        ))}
      </List>
      <p>Kindred asks Shopify again each hour.</p>
    </Banner>
  );
}
