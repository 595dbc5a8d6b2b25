import { Badge, BlockStack, Text } from "@shopify/polaris";
import type { Text as TextOf } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import type { Missing } from "~/predictions/quality";

/** @param missing null: nothing was trained yet */
export function NotEnoughData({ missing }: { missing: Missing | null }) {
  const text = useText("predictions");
  return (
    <BlockStack gap="100" inlineAlign="start">
      <Badge>{text("notEnough")}</Badge>
      <Text as="p">{missing === null ? text("notTrained") : writeMissing(missing, text)}</Text>
    </BlockStack>
  );
}

/** What is missing before a model can be trained or tested, and how much more is needed. */
export function writeMissing({ what, have, need }: Missing, text: TextOf<"predictions">): string {
  const more = Math.max(1, Math.ceil(need - have));
  return text(`missing.${what}`, { have: Math.round(have), need, more });
}
