import { BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { EmailThumbnail } from "../email/email-thumbnail";
import { useText } from "~/i18n/text-provider";
import type { DrawnTemplate } from "~/pages/campaigns/template-gallery.server";

interface TemplateCardProps {
  template: DrawnTemplate;
  name: string;
  isBusy: boolean;
  onUse: () => void;
  onPreview: () => void;
}

/** A template: how it looks, its name, and when to use it. */
export function TemplateCard({ template, name, isBusy, onUse, onPreview }: TemplateCardProps) {
  const text = useText("campaigns");
  const { layout, html } = template;
  return (
    <Card padding="0">
      {html !== null && <EmailThumbnail html={html} title={name} />}
      <Box padding="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {name}
          </Text>
          <Text as="p" tone="subdued">
            {text(`templates.when.${layout}`)}
          </Text>
          <InlineStack gap="200">
            <Button
              disabled={isBusy}
              accessibilityLabel={text("templates.useNamed", { template: name })}
              onClick={onUse}
            >
              {text("templates.use")}
            </Button>
            {html !== null && (
              <Button
                variant="plain"
                accessibilityLabel={text("templates.previewNamed", { template: name })}
                onClick={onPreview}
              >
                {text("templates.preview")}
              </Button>
            )}
          </InlineStack>
        </BlockStack>
      </Box>
    </Card>
  );
}
