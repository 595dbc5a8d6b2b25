import { Banner, BlockStack, Box, InlineGrid, Link, Page } from "@shopify/polaris";
import { useState } from "react";
import { EmailPreviewModal } from "~/components/email/email-preview-modal";
import { useEmailNames } from "~/components/email/use-email-names";
import { useText } from "~/i18n/text-provider";
import type { CampaignFailure } from "~/pages/campaigns/act-on-campaign.server";
import type { TemplateGallery } from "~/pages/campaigns/template-gallery.server";
import { TemplateCard } from "./template-card";

interface TemplatesPageProps {
  gallery: TemplateGallery;
  /** Why the last request failed; null: it did not. */
  failure: Exclude<CampaignFailure["code"], "review"> | null;
  /** What the last request did. */
  result: "used" | "undone" | null;
  canUndo: boolean;
  isBusy: boolean;
  /** @param templateId the chosen template */
  onUse: (templateId: string) => void;
  onUndo: () => void;
}

/** The templates for a campaign's email, drawn with the shop's theme and products: one click to use one, and undo. */
export function TemplatesPage(props: TemplatesPageProps) {
  const { gallery, failure, result, canUndo, isBusy, onUse, onUndo } = props;
  const text = useText("campaigns");
  const nameEmail = useEmailNames();
  const [previewed, setPreviewed] = useState<string | null>(null);
  const { campaignId, name, templates } = gallery;
  const shown = templates.find(({ templateId }) => templateId === previewed);
  const nameOf = (templateId: string) => nameEmail({ templateId, name: templateId });
  return (
    <Page
      title={text("templates.title")}
      subtitle={text("templates.subtitle", { name })}
      backAction={{ content: name, url: `/app/campaigns/${campaignId}` }}
    >
      <BlockStack gap="400">
        {failure !== null && <Banner tone="critical" title={text(`failed.${failure}`)} />}
        {result === "undone" && <Banner tone="info" title={text("templates.undone")} />}
        {result === "used" && (
          <Banner
            tone="success"
            title={text("templates.used")}
            {...(canUndo && {
              action: { content: text("templates.undo"), loading: isBusy, onAction: onUndo },
            })}
            secondaryAction={{ content: text("email.edit"), url: `/app/emails/${gallery.emailId}` }}
          >
            {text("templates.kept")}
          </Banner>
        )}
        {templates.every(({ html }) => html === null) && (
          <Banner tone="info">
            {text.rich("templates.incomplete", {
              link: (words) => <Link url="/app/settings">{words}</Link>,
            })}
          </Banner>
        )}
        <InlineGrid columns={{ xs: 2, md: 3, lg: 4 }} gap={{ xs: "200", md: "400" }}>
          {templates.map((template) => (
            <TemplateCard
              key={template.templateId}
              template={template}
              name={nameOf(template.templateId)}
              isBusy={isBusy}
              onUse={() => onUse(template.templateId)}
              onPreview={() => setPreviewed(template.templateId)}
            />
          ))}
        </InlineGrid>
      </BlockStack>
      <Box paddingBlockEnd="800" />
      {shown?.html && (
        <EmailPreviewModal
          html={shown.html}
          title={nameOf(shown.templateId)}
          onClose={() => setPreviewed(null)}
        />
      )}
    </Page>
  );
}
