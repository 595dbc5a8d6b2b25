import { Text } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";

/** Says how old the numbers of a page are. @param at as in `Counted`; null: nothing to say */
export function CountedAt({ at }: { at: string | null }) {
  const text = useText("common");
  const format = useFormat();
  if (at === null) return null;
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      {text("countedAt", { time: format.instant(at) })}
    </Text>
  );
}
