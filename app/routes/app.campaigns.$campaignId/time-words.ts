import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { useFormat, useText } from "~/i18n/text-provider";

/** A campaign's send time as text. */
export function useTimeWords({
  plan: { timing },
  timeZone,
}: Pick<CampaignPage, "plan" | "timeZone">): string {
  const text = useText("campaigns");
  const format = useFormat();
  if (timing.kind === "now") return text("time.now");
  const values = { day: format.calendarDate(timing.date), time: format.timeOfDay(timing.time) };
  return timing.kind === "shop_time"
    ? text("time.shop_time", { ...values, timeZone })
    : text(`time.${timing.kind}`, values);
}
