import { formatDay } from "~/components/formats";
import type { CampaignPage } from "~/feedback/campaigns/campaign-page.server";

/** A campaign's send time as text. */
export function timeWords({
  plan: { timing },
  timeZone,
}: Pick<CampaignPage, "plan" | "timeZone">): string {
  if (timing.kind === "now") return "As soon as it was started";
  const day = formatDay(`${timing.date}T12:00:00Z`, "UTC");
  switch (timing.kind) {
    case "shop_time":
      return `${day}, ${timing.time} (${timeZone})`;
    case "recipient_time":
      return `${day}, ${timing.time} on each customer’s clock`;
    case "best_hour":
      return `${day}, at each customer’s best hour, else at ${timing.time}`;
  }
}
