import { BlockStack, Box, Button, Collapsible, Text } from "@shopify/polaris";
import { useId, useState, type ReactNode } from "react";
import { useText } from "~/i18n/text-provider";

/** An explanation of a calculation, shown on request. */
export function HowCalculated({ children }: { children: ReactNode }) {
  const common = useText("common");
  return <Disclosure title={common("howCalculated")}>{children}</Disclosure>;
}

/** Content below a button that shows and hides it. */
export function Disclosure({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button
        variant="plain"
        textAlign="start"
        disclosure={isOpen ? "up" : "down"}
        ariaExpanded={isOpen}
        ariaControls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {title}
      </Button>
      <Collapsible id={id} open={isOpen} transition={false} expandOnPrint>
        <Box paddingBlockStart="200">
          {typeof children === "string" ? (
            <Text as="p" tone="subdued">
              {children}
            </Text>
          ) : (
            <BlockStack gap="300">{children}</BlockStack>
          )}
        </Box>
      </Collapsible>
    </div>
  );
}
