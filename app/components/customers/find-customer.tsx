import { Box, Button, InlineStack } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { Suspense, useCallback, useEffect, useRef, useState } from "react";
import { lazyPart } from "~/components/lazy/lazy-part";
import { useText } from "~/i18n/text-provider";

/** Loaded with the first search: no page needs its code before. */
const CustomerFinder = lazyPart(async () => ({
  default: (await import("./customer-finder.client")).CustomerFinder,
}));

/** The search for a customer, on every page. */
export function FindCustomer() {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(false);
  const close = useCallback(() => setOpen(false), []);
  const text = useText("common");
  useEffect(() => {
    if (!isOpen && wasOpen.current) opener.current?.querySelector("button")?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const button = (isLoading: boolean) => (
    <InlineStack align="end">
      <div ref={opener}>
        <Button icon={SearchIcon} loading={isLoading} onClick={() => setOpen(true)}>
          {text("findCustomer.open")}
        </Button>
      </div>
    </InlineStack>
  );
  return (
    <div role="search">
      <Box paddingInline="400" paddingBlockStart="300">
        {isOpen ? (
          <Suspense fallback={button(true)}>
            <CustomerFinder onClose={close} />
          </Suspense>
        ) : (
          button(false)
        )}
      </Box>
    </div>
  );
}
