import { Banner, BlockStack, Box, Page } from "@shopify/polaris";
import { ErrorBanner } from "~/components/error-banner";
import { layoutTemplateId } from "~/campaigns/campaign-layouts";
import { TemplateGrid } from "~/components/campaigns/template-grid";
import { useText } from "~/i18n/text-provider";
import type { CampaignFailure } from "~/pages/campaigns/act-on-campaign.server";
import type { TemplateGallery } from "~/pages/campaigns/template-gallery.server";

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
  const { campaignId, name, templates } = gallery;
  return (
    <Page
      title={text("templates.title")}
      subtitle={text("templates.subtitle", { name })}
      backAction={{ content: name, url: `/app/campaigns/${campaignId}` }}
    >
      <BlockStack gap="400">
        {failure !== null && <ErrorBanner title={text(`failed.${failure}`)} />}
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
        <TemplateGrid
          templates={templates}
          isBusy={isBusy}
          onUse={(layout) => onUse(layoutTemplateId(layout))}
        />
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
