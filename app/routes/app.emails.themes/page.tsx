import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineGrid,
  InlineStack,
  Link,
  Page,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import { EmailPreviewModal } from "~/components/email/email-preview-modal";
import { EmailThumbnail } from "~/components/email/email-thumbnail";
import { useText } from "~/i18n/text-provider";
import type { ThemeName } from "~/messages/theme/designs/themes";
import type { ThemesPageData } from "~/pages/emails/email-themes.server";

interface ThemesPageProps {
  page: ThemesPageData;
  /** The last choice, and the theme before it; null: none yet. */
  chosen: { readonly theme: ThemeName; readonly previous: ThemeName } | null;
  isSaving: boolean;
  onChoose: (theme: ThemeName) => void;
}

/** The theme of all emails: previews with the shop's brand, one click to choose, and undo. */
export function ThemesPage({ page, chosen, isSaving, onChoose }: ThemesPageProps) {
  const text = useText("email-editor");
  const [previewed, setPreviewed] = useState<ThemeName | null>(null);
  const isChanged = chosen !== null && chosen.theme !== chosen.previous;
  const shown = page.themes.find(({ name }) => name === previewed);
  return (
    <Page
      title={text("themes.title")}
      subtitle={text("themes.subtitle")}
      backAction={{ content: text("list.title"), url: "/app/emails" }}
    >
      <BlockStack gap="400">
        {isChanged && (
          <Banner
            tone="success"
            title={text("themes.chosen", { theme: text(`themes.name.${chosen.theme}`) })}
            action={{
              content: text("themes.undo", { theme: text(`themes.name.${chosen.previous}`) }),
              onAction: () => onChoose(chosen.previous),
              loading: isSaving,
            }}
          />
        )}
        {page.themes.every(({ html }) => html === null) && (
          <Banner tone="info">
            {text.rich("themes.incomplete", {
              link: (words) => <Link url="/app/settings">{words}</Link>,
            })}
          </Banner>
        )}
        <InlineGrid columns={{ xs: 1, sm: 2, lg: 3 }} gap="400">
          {page.themes.map((theme) => (
            <ThemeCard
              key={theme.name}
              theme={theme}
              isCurrent={theme.name === page.current}
              isSaving={isSaving}
              onChoose={() => onChoose(theme.name)}
              onPreview={() => setPreviewed(theme.name)}
            />
          ))}
        </InlineGrid>
      </BlockStack>
      <Box paddingBlockEnd="800" />
      {shown?.html && (
        <EmailPreviewModal
          html={shown.html}
          title={text(`themes.name.${shown.name}`)}
          onClose={() => setPreviewed(null)}
        />
      )}
    </Page>
  );
}

interface ThemeCardProps {
  theme: ThemesPageData["themes"][number];
  isCurrent: boolean;
  isSaving: boolean;
  onChoose: () => void;
  onPreview: () => void;
}

function ThemeCard({ theme, isCurrent, isSaving, onChoose, onPreview }: ThemeCardProps) {
  const text = useText("email-editor");
  const { name, html } = theme;
  const label = text(`themes.name.${name}`);
  return (
    <Card padding="0">
      {html !== null && <EmailThumbnail html={html} title={label} />}
      <Box padding="400">
        <BlockStack gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              {label}
            </Text>
            {isCurrent && <Badge tone="success">{text("themes.current")}</Badge>}
          </InlineStack>
          <Text as="p" tone="subdued">
            {text(`themes.about.${name}`)}
          </Text>
          <InlineStack gap="200">
            <Button
              disabled={isCurrent || isSaving}
              accessibilityLabel={text("themes.useNamed", { theme: label })}
              onClick={onChoose}
            >
              {text("themes.use")}
            </Button>
            {html !== null && (
              <Button
                variant="plain"
                accessibilityLabel={text("themes.previewNamed", { theme: label })}
                onClick={onPreview}
              >
                {text("themes.preview")}
              </Button>
            )}
          </InlineStack>
        </BlockStack>
      </Box>
    </Card>
  );
}
