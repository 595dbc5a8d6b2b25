import { Box, Page } from "@shopify/polaris";
import type { CampaignLayout } from "~/campaigns/campaign-layouts";
import { TemplateGrid } from "~/components/campaigns/template-grid";
import { useText } from "~/i18n/text-provider";
import type { DrawnTemplate } from "~/pages/campaigns/template-gallery.server";

interface TemplateGalleryPageProps {
  templates: readonly DrawnTemplate[];
  isBusy: boolean;
  onUse: (layout: CampaignLayout) => void;
}

/** The templates of campaigns: one click creates a draft. */
export function TemplateGalleryPage(props: TemplateGalleryPageProps) {
  const text = useText("campaigns");
  return (
    <Page
      title={text("gallery.title")}
      subtitle={text("gallery.subtitle")}
      backAction={{ content: text("title"), url: "/app/campaigns" }}
    >
      <TemplateGrid {...props} />
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
