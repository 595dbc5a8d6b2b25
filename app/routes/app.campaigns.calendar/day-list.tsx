import { BlockStack, InlineStack, Text } from "@shopify/polaris";
import { useFormat } from "~/i18n/text-provider";
import { daysOfMonth } from "~/lib/calendar-day";
import styles from "./calendar.module.css";
import { CreateButton } from "./create-button";
import { EntryList } from "./entry-list";
import type { CalendarProps } from "./page";

/** The days with campaigns, and those for which one can be planned. */
export function DayList({ calendar, isCreating, onCreate }: CalendarProps) {
  const format = useFormat();
  const { month, today, campaigns } = calendar;
  const days = daysOfMonth(month).filter(
    (day) => day >= today || campaigns.some((it) => it.day === day),
  );
  return (
    <BlockStack as="ul">
      {days.map((day) => (
        <li key={day} className={styles.listedDay}>
          <InlineStack align="space-between" blockAlign="center" wrap={false}>
            <Text as="h3" variant="headingSm" {...(day !== today && { fontWeight: "medium" })}>
              <time dateTime={day} {...(day === today && { "aria-current": "date" })}>
                {format.weekdayDate(day)}
              </time>
            </Text>
            {day > today && <CreateButton {...{ day, isCreating, onCreate }} />}
          </InlineStack>
          <EntryList campaigns={campaigns.filter((it) => it.day === day)} />
        </li>
      ))}
    </BlockStack>
  );
}
