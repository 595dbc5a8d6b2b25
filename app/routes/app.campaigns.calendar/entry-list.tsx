import { Link, Text } from "@shopify/polaris";
import { CampaignStatusBadge } from "~/components/campaigns/campaign-status-badge";
import type { CalendarCampaign } from "~/pages/campaigns/campaign-calendar.server";
import { useFormat, useText } from "~/i18n/text-provider";
import styles from "./calendar.module.css";

/** The campaigns of a day: name, status, time, and how many customers. */
export function EntryList({ campaigns }: { campaigns: readonly CalendarCampaign[] }) {
  const text = useText("campaigns");
  const format = useFormat();
  if (campaigns.length === 0) return null;
  return (
    <ul className={styles.entries}>
      {campaigns.map(({ campaignId, name, status, time, count }) => (
        <li key={campaignId} className={styles.entry}>
          <Link url={`/app/campaigns/${campaignId}`} removeUnderline>
            <span className={styles.name}>{name}</span>
          </Link>
          <Text as="p" variant="bodySm" tone="subdued">
            {format.timeOfDay(time)} ·{" "}
            {count.number === null
              ? text("calendar.counting")
              : text(`calendar.${count.of}`, { count: count.number })}
          </Text>
          <CampaignStatusBadge status={status} />
        </li>
      ))}
    </ul>
  );
}
