import { BlockStack, Box, Card, InlineGrid, Link, Page, Text } from "@shopify/polaris";
import { formatCounted, formatCalendarDay } from "~/components/formats";
import { EmptyMessage } from "~/components/lists/empty-message";
import type { FlowCalendar } from "~/flows/calendar/plan-calendar";

/** Work that is due in flows in the next days. */
export function CalendarPage({ calendar }: { calendar: FlowCalendar }) {
  return (
    <Page
      title="What is due"
      subtitle="In the flows that are on, in the next 14 days"
      backAction={{ content: "Flows", url: "/app/flows" }}
    >
      <BlockStack gap="400">
        {calendar.length === 0 && (
          <Card>
            <EmptyMessage
              heading="Nothing is due"
              text="Who enters a flow that is on appears here, on the days of their next steps."
            />
          </Card>
        )}
        {calendar.map(({ day, flows }) => (
          <Card key={day}>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                {formatCalendarDay(day)}
              </Text>
              <BlockStack as="ul" gap="200">
                {flows.map((flow) => (
                  <li key={flow.flowId}>
                    <InlineGrid columns={{ xs: 1, sm: "1fr 2fr" }} gap="100">
                      <Link url={`/app/flows/${flow.flowId}`} removeUnderline>
                        {flow.name}
                      </Link>
                      <Text as="span" tone="subdued">
                        {dueWords(flow)}
                      </Text>
                    </InlineGrid>
                  </li>
                ))}
              </BlockStack>
            </BlockStack>
          </Card>
        ))}
        {calendar.length > 0 && (
          <Box paddingInline={{ xs: "400", sm: "0" }} paddingBlockEnd="400">
            <Text as="p" variant="bodySm" tone="subdued">
              Each is decided when its time comes: who has ordered or unsubscribed by then gets
              nothing, and what comes after the next step is not shown yet.
            </Text>
          </Box>
        )}
      </BlockStack>
    </Page>
  );
}

function dueWords({ emails, goesOn, enters }: FlowCalendar[number]["flows"][number]): string {
  return [
    ...(emails > 0 ? [formatCounted(emails, "email")] : []),
    ...(enters > 0 ? [`${formatCounted(enters, "person", "people")} may enter`] : []),
    ...(goesOn > 0
      ? [`${formatCounted(goesOn, "person goes", "people go")} on to another step`]
      : []),
  ].join(" · ");
}
