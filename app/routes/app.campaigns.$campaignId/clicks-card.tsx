import { ScrollableTable } from "~/components/lists/scrollable-table";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";

/** Where people clicked in the email. A person who clicks two links counts at both. */
export function ClicksCard({ campaign }: { campaign: Pick<CampaignPage, "links" | "numbers"> }) {
  const text = useText("campaigns");
  const format = useFormat();
  const { links, numbers } = campaign;
  return (
    <TitledCard title={text("links.title")} text={text("links.text")}>
      <ScrollableTable
        columnContentTypes={["text", "numeric", "numeric"]}
        headings={[text("links.link"), text("links.clicked"), text("links.share")]}
        rows={links.map(({ position, page, clicked }) => [
          page === null
            ? text(`links.position.${position}`)
            : text("links.page", { position: text(`links.position.${position}`), page }),
          format.count(clicked),
          format.rate(clicked / Math.max(1, numbers.clicked)),
        ])}
      />
    </TitledCard>
  );
}
