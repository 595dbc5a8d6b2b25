import { useFormat, useText } from "~/i18n/text-provider";
import type { RetentionPageData } from "~/pages/retention/retention-page.server";

type OldHistory = RetentionPageData["choices"][number]["older"];

/** Words for numbers of emails and activities, which are counted up to a limit. */
export function useCounts({ maxCounted }: Pick<RetentionPageData, "maxCounted">) {
  const text = useText("retention");
  const format = useFormat();
  const write = (count: number) =>
    count < maxCounted ? format.count(count) : text("atLeast", { count: format.count(count) });
  const toWords = ({ emails, events }: OldHistory) => ({
    emails: text("emails", { count: emails, number: write(emails) }),
    activities: text("activities", { count: events, number: write(events) }),
  });
  const describe = (older: OldHistory) => {
    const { emails, activities } = toWords(older);
    return format.list([emails, activities]);
  };
  return { toWords, describe };
}
