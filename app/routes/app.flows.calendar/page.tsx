import { BlockStack, Box, Card, InlineGrid, Link, Page, Text } from "@shopify/polaris";
import { EmptyMessage } from "~/components/lists/empty-message";
import { CALENDAR_DAYS, type FlowCalendar } from "~/pages/flows/plan-calendar";
import { useFormat, useText } from "~/i18n/text-provider";

/** Work that is due in flows in the next days. */
export function CalendarPage({ calendar }: { calendar: FlowCalendar }) {
  const text = useText("flows");
  const format = useFormat();
  return (
    <Page
      title={text("calendar.title")}
      subtitle={text("calendar.subtitle", { days: CALENDAR_DAYS })}
      backAction={{ content: text("title"), url: "/app/flows" }}
    >
      <BlockStack gap="400">
        {calendar.length === 0 && (
          <Card>
            <EmptyMessage
              heading={text("calendar.empty.heading")}
              text={text("calendar.empty.text")}
            />
          </Card>
        )}
        {calendar.map(({ day, flows }) => (
          <Card key={day}>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                {format.calendarDay(day)}
              </Text>
              <BlockStack as="ul" gap="200">
                {flows.map((flow) => (
                  <li key={flow.flowId}>
                    <InlineGrid columns={{ xs: 1, sm: "1fr 2fr" }} gap="100">
                      <Link url={`/app/flows/${flow.flowId}`} removeUnderline>
                        {flow.name}
                      </Link>
                      <Text as="span" tone="subdued">
                        <DueWords {...flow} />
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
              {text("calendar.note")}
            </Text>
          </Box>
        )}
      </BlockStack>
    </Page>
  );
}

function DueWords({ emails, goesOn, enters }: FlowCalendar[number]["flows"][number]) {
  const text = useText("flows");
  return (["emails", "enters", "goesOn"] as const)
    .map((what) => ({ what, count: { emails, enters, goesOn }[what] }))
    .filter(({ count }) => count > 0)
    .map(({ what, count }) => text(`calendar.${what}`, { count }))
    .join(" · ");
}
