import { Box, Text } from "@shopify/polaris";
import { IN_LINE_WITH_CARDS } from "~/components/in-line-with-cards";
import { useFormat, useText } from "~/i18n/text-provider";

interface CountedAtProps {
  /** As in `Counted`; null: nothing to say. */
  at: string | null;
  /** Whether it stands in a card. */
  isInCard?: boolean;
}

/** Says how old the numbers of a page are. */
export function CountedAt({ at, isInCard = false }: CountedAtProps) {
  const text = useText("common");
  const format = useFormat();
  if (at === null) return null;
  return (
    <Box {...(!isInCard && { paddingInline: IN_LINE_WITH_CARDS })}>
      <Text as="p" variant="bodySm" tone="subdued">
        {text("countedAt", { time: format.instant(at) })}
      </Text>
    </Box>
  );
}
