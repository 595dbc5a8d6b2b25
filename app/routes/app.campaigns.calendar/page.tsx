import {
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  InlineStack,
  Page,
  Text,
} from "@shopify/polaris";
import { ChevronLeftIcon, ChevronRightIcon } from "@shopify/polaris-icons";
import { CountedAt } from "~/components/charts/counted-at";
import type { CampaignCalendar } from "~/pages/campaigns/campaign-calendar.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { addMonths } from "~/lib/calendar-day";
import styles from "./calendar.module.css";
import { DayList } from "./day-list";
import { MonthTable } from "./month-table";

export interface CalendarProps {
  calendar: CampaignCalendar;
  isCreating: boolean;
  /** Creates a campaign for a day, YYYY-MM-DD. */
  onCreate: (day: string) => void;
}

const monthUrl = (month: string) => `/app/campaigns/calendar?month=${month}`;

/** The campaigns of a month: a table of weeks, or a list of days on a phone. */
export function CampaignCalendarPage(props: CalendarProps) {
  const text = useText("campaigns");
  const format = useFormat();
  const { month, today, timeZone, campaigns } = props.calendar;
  const thisMonth = today.slice(0, 7);
  return (
    <Page
      title={text("calendar.title")}
      subtitle={text("calendar.subtitle", { timeZone })}
      backAction={{ content: text("title"), url: "/app/campaigns" }}
    >
      <Card>
        <BlockStack gap="400">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <div aria-live="polite">
              <Text as="h2" variant="headingMd">
                {format.wholeMonth(month)}
              </Text>
            </div>
            <ButtonGroup>
              {month !== thisMonth && (
                <Button url={monthUrl(thisMonth)}>{text("calendar.today")}</Button>
              )}
              <Button
                icon={ChevronLeftIcon}
                accessibilityLabel={text("calendar.previous")}
                url={monthUrl(addMonths(month, -1))}
              />
              <Button
                icon={ChevronRightIcon}
                accessibilityLabel={text("calendar.next")}
                url={monthUrl(addMonths(month, 1))}
              />
            </ButtonGroup>
          </InlineStack>
          {campaigns.length === 0 && (
            <Text as="p" tone="subdued">
              {text("calendar.none")} {month >= thisMonth && text("calendar.choose")}
            </Text>
          )}
          <div className={styles.wide}>
            <MonthTable {...props} />
          </div>
          <div className={styles.narrow}>
            <DayList {...props} />
          </div>
          <CountedAt at={props.calendar.countedAt} isInCard />
        </BlockStack>
      </Card>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
