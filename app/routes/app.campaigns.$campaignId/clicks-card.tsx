import { BlockStack, InlineGrid, Select, SkeletonBodyText, Text } from "@shopify/polaris";
import { useState } from "react";
import { EmailFrame } from "~/components/email/email-frame";
import { useLiveRequest } from "~/components/forms/use-request";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { drawClicks, type ClickMap } from "~/pages/campaigns/draw-clicks";
import type { LinkClicks } from "~/pages/campaigns/link-clicks";
import { useVariantNames } from "./variant-names";

/** Where people clicked: a table, and the same on the email. A person who clicks two links counts at both. */
export function ClicksCard({ campaign }: { campaign: CampaignPage }) {
  const text = useText("campaigns");
  const variants = useVariantNames(campaign);
  const isContentTest = campaign.plan.test?.others.kind === "content";
  const [variant, setVariant] = useState(isContentTest ? 0 : null);
  const { answer: map, hasFailed } = useLiveRequest<ClickMap>(
    `/app/campaigns/${campaign.campaignId}/clicks`,
    { variant },
  );
  const clicked =
    variant === null
      ? campaign.numbers.clicked
      : (campaign.test?.variants[variant]?.clicked ?? campaign.numbers.clicked);
  return (
    <TitledCard title={text("links.title")} text={text("links.text")}>
      {isContentTest && (
        <Select
          label={text("links.version")}
          options={variants.map((label, n) => ({ label, value: String(n) }))}
          value={String(variant)}
          onChange={(value) => setVariant(Number(value))}
        />
      )}
      <InlineGrid columns={{ xs: 1, lg: "1fr 1fr" }} gap="400">
        <LinksTable links={map?.links ?? campaign.links} clicked={clicked} />
        {hasFailed ? (
          <Text as="p" tone="subdued">
            {text("links.map.failed")}
          </Text>
        ) : map === undefined ? (
          <SkeletonBodyText lines={12} />
        ) : (
          <ClickedEmail map={map} clicked={clicked} />
        )}
      </InlineGrid>
    </TitledCard>
  );
}

interface LinksTableProps {
  links: readonly LinkClicks[];
  /** All who clicked. */
  clicked: number;
}

/** The links with their clicks, most clicked first. */
export function LinksTable({ links, clicked }: LinksTableProps) {
  const text = useText("campaigns");
  const format = useFormat();
  const nameOf = ({ position, place, page }: LinkClicks) => {
    const kind = text(`links.position.${position}`);
    const name = place === null ? kind : text("links.place", { position: kind, place });
    return page === null ? name : text("links.page", { position: name, page });
  };
  return (
    <ScrollableTable
      columnContentTypes={["text", "numeric", "numeric"]}
      headings={[text("links.link"), text("links.clicked"), text("links.share")]}
      rows={links.map((link) => [
        nameOf(link),
        format.count(link.clicked),
        format.rate(link.clicked / Math.max(1, clicked)),
      ])}
    />
  );
}

/** The email with the same numbers as the table, which screen readers read instead. */
function ClickedEmail({ map, clicked }: { map: ClickMap; clicked: number }) {
  const text = useText("campaigns");
  const format = useFormat();
  const marks = map.drawn.flatMap(({ index, link }) => {
    const found = map.links[link];
    if (!found) return [];
    const share = found.clicked / Math.max(1, clicked);
    const values = { count: format.count(found.clicked), share: format.rate(share, 0) };
    return [[index, { label: text("links.map.label", values), share }] as const];
  });
  return (
    <BlockStack gap="200">
      <Text as="p" tone="subdued">
        {text("links.map.text")}
      </Text>
      <EmailFrame html={drawClicks(map.html, new Map(marks))} title={text("links.map.frame")} />
    </BlockStack>
  );
}
