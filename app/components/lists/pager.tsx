import { Box, InlineStack, Pagination } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";

interface PagerProps {
  /** From 1. */
  page: number;
  hasNext: boolean;
  /** The URL of another page of the same list. */
  pageUrl: (page: number) => string;
}

/** Previous and next page of a long list; nothing when there is one page. */
export function Pager({ page, hasNext, pageUrl }: PagerProps) {
  const text = useText("common");
  if (page === 1 && !hasNext) return null;
  return (
    <Box padding="300">
      <InlineStack align="center">
        <Pagination
          label={text("page", { page })}
          hasPrevious={page > 1}
          hasNext={hasNext}
          {...(page > 1 && { previousURL: pageUrl(page - 1) })}
          {...(hasNext && { nextURL: pageUrl(page + 1) })}
        />
      </InlineStack>
    </Box>
  );
}
