import { Banner, BlockStack, Box, Button, InlineGrid, InlineStack, Link } from "@shopify/polaris";
import { useState } from "react";
import {
  CAMPAIGN_OCCASIONS,
  OCCASION_OF,
  type CampaignLayout,
  type CampaignOccasion,
} from "~/campaigns/campaign-layouts";
import { useText } from "~/i18n/text-provider";
import type { DrawnTemplate } from "~/pages/campaigns/template-gallery.server";
import { EmailPreviewModal } from "../email/email-preview-modal";
import { useEmailNames } from "../email/use-email-names";
import { TemplateCard } from "./template-card";

interface TemplateGridProps {
  templates: readonly DrawnTemplate[];
  isBusy: boolean;
  onUse: (layout: CampaignLayout) => void;
}

/** The templates of campaigns in the shop's theme and with its products, by occasion, each with a preview. */
export function TemplateGrid({ templates, isBusy, onUse }: TemplateGridProps) {
  const text = useText("campaigns");
  const nameEmail = useEmailNames();
  const [occasion, setOccasion] = useState<CampaignOccasion | null>(null);
  const [previewed, setPreviewed] = useState<CampaignLayout | null>(null);
  const shown = templates.find(({ layout }) => layout === previewed);
  const nameOf = ({ templateId }: DrawnTemplate) => nameEmail({ templateId, name: templateId });
  const listed = templates.filter(
    ({ layout }) => occasion === null || OCCASION_OF[layout] === occasion,
  );
  return (
    <BlockStack gap="400">
      {templates.every(({ html }) => html === null) && (
        <Banner tone="info">
          {text.rich("templates.incomplete", {
            link: (words) => <Link url="/app/settings">{words}</Link>,
          })}
        </Banner>
      )}
      {/* On a phone cards span the full width, so buttons need a margin. */}
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <div role="group" aria-label={text("templates.occasion")}>
          <InlineStack gap="200">
            {([null, ...CAMPAIGN_OCCASIONS] as const).map((it) => (
              <Button key={it ?? "all"} pressed={it === occasion} onClick={() => setOccasion(it)}>
                {text(`templates.occasion.${it ?? "all"}`)}
              </Button>
            ))}
          </InlineStack>
        </div>
      </Box>
      <InlineGrid columns={{ xs: 1, sm: 2, lg: 3 }} gap="400">
        {listed.map((template) => (
          <TemplateCard
            key={template.layout}
            template={template}
            name={nameOf(template)}
            isBusy={isBusy}
            onUse={() => onUse(template.layout)}
            onPreview={() => setPreviewed(template.layout)}
          />
        ))}
      </InlineGrid>
      {shown?.html && (
        <EmailPreviewModal
          html={shown.html}
          title={nameOf(shown)}
          onClose={() => setPreviewed(null)}
        />
      )}
    </BlockStack>
  );
}
