import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { formatDay } from "~/components/formats";
import type { CustomerProperty } from "~/profiles/customer-property-store.server";

interface NotesCardProps {
  notes: readonly CustomerProperty[];
  /** Names of those that still exist, by id. */
  flowNames: ReadonlyMap<string, string>;
  timeZone: string;
}

/** Properties set by flows, usable in segments and other flows. */
export function NotesCard({ notes, flowNames, timeZone }: NotesCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Noted by flows
        </Text>
        <BlockStack as="ul" gap="200">
          {notes.map(({ name, value, flowId, setAt }) => (
            <li key={name}>
              <InlineStack align="space-between" gap="200">
                <Text as="span">{name}</Text>
                <Text as="span" fontWeight="semibold" breakWord>
                  {value}
                </Text>
              </InlineStack>
              <Text as="p" variant="bodySm" tone="subdued">
                {flowNames.has(flowId) ? (
                  <Link url={`/app/flows/${flowId}`}>{flowNames.get(flowId)}</Link>
                ) : (
                  "A flow that was deleted"
                )}
                {`, ${formatDay(setAt, timeZone)}`}
              </Text>
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
