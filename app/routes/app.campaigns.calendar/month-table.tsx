import { Text } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";
import { addDays } from "~/lib/calendar-day";
import styles from "./calendar.module.css";
import { CreateButton } from "./create-button";
import { EntryList } from "./entry-list";
import type { CalendarProps } from "./page";

/** The month as a table: a column for each weekday, a row for each week. */
export function MonthTable({ calendar, isCreating, onCreate }: CalendarProps) {
  const text = useText("campaigns");
  const format = useFormat();
  const { month, today, weeks, campaigns } = calendar;
  return (
    <table className={styles.table}>
      <caption>
        <Text as="span" visuallyHidden>
          {text("calendar.caption", { month: format.wholeMonth(month) })}
        </Text>
      </caption>
      <thead>
        <tr>
          {weekdaysOf(weeks).map((day) => (
            <th key={day} scope="col" abbr={format.weekday(day, "long")}>
              {format.weekday(day, "short")}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, row) => (
          <tr key={week.find((day) => day !== null) ?? row}>
            {week.map((day, column) =>
              day === null ? (
                <td key={`none-${column}`} className={styles.outside} />
              ) : (
                <td key={day} {...(day === today && { "aria-current": "date" })}>
                  <div className={styles.dayHead}>
                    <time dateTime={day} className={styles.number}>
                      {format.count(Number(day.slice(8)))}
                    </time>
                    {day > today && <CreateButton {...{ day, isCreating, onCreate }} />}
                  </div>
                  <EntryList campaigns={campaigns.filter((it) => it.day === day)} />
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A day of each column, for the names of the weekdays. */
function weekdaysOf([first = []]: CalendarProps["calendar"]["weeks"]): string[] {
  const last = first.at(-1) ?? "";
  return Array.from({ length: 7 }, (_, column) => addDays(last, column - 6));
}
