import {
  BlockStack,
  Box,
  Card,
  InlineGrid,
  InlineStack,
  Link,
  Page,
  ResourceItem,
  ResourceList,
  Text,
} from "@shopify/polaris";
import { FlowStatusBadge } from "~/components/flows/flow-status-badge";
import { EmptyMessage } from "~/components/lists/empty-message";
import { EmailStateBadge } from "~/components/email/email-state-badge";
import type { EmailGroup, EmailRow } from "~/messages/editing/email-list.server";
import { readableMerge } from "~/messages/merge/readable";

/** All emails, by their use. */
export function EmailsPage({ groups }: { groups: readonly EmailGroup[] }) {
  return (
    <Page
      title="Emails"
      subtitle="What your flows and campaigns say, in six languages. Each can be changed."
    >
      <BlockStack gap="400">
        {groups.length === 0 && (
          <Card>
            <EmptyMessage
              heading="No emails yet"
              text="Emails appear here as soon as Kindred is installed in your store."
            />
          </Card>
        )}
        {groups.map((group) => (
          <Group key={group.key} group={group} />
        ))}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Group({ group: { title, flow, rows } }: { group: EmailGroup }) {
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {flow === null ? (
              title
            ) : (
              <Link url={`/app/flows/${flow.flowId}`} removeUnderline monochrome>
                {title}
              </Link>
            )}
          </Text>
          {flow !== null && <FlowStatusBadge status={flow.status} />}
        </InlineStack>
      </Box>
      <ResourceList
        resourceName={{ singular: "email", plural: "emails" }}
        items={[...rows]}
        renderItem={(row) => <Row row={row} group={title} />}
      />
    </Card>
  );
}

function Row({ row, group }: { row: EmailRow; group: string }) {
  const { templateId, name, subject, state } = row;
  return (
    <ResourceItem
      id={templateId}
      url={`/app/emails/${templateId}`}
      accessibilityLabel={`Edit ${name} of ${group}`}
    >
      <InlineGrid columns={{ xs: 1, sm: "1fr auto" }} gap="200" alignItems="center">
        <BlockStack gap="050">
          <Text as="h3" fontWeight="semibold" breakWord>
            {name}
          </Text>
          <Text as="p" tone="subdued" breakWord>
            {readableMerge(subject)}
          </Text>
        </BlockStack>
        <span>
          <EmailStateBadge state={state} />
        </span>
      </InlineGrid>
    </ResourceItem>
  );
}
