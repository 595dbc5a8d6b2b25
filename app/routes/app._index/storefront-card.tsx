import { Badge, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { StorefrontSummary } from "~/pages/home/storefront.server";
import { THEME_PARTS, type ThemeState } from "~/shopify/theme-parts";

interface StorefrontCardProps {
  storefront: StorefrontSummary;
  /** null: not known. */
  theme: ThemeState | null;
}

const PIXEL_TONES = { connected: "success", connecting: "info", retrying: "warning" } as const;

/** Whether the web pixel, the app embed and the blocks work, each with its place in the theme editor. */
export function StorefrontCard({ storefront, theme }: StorefrontCardProps) {
  const { pixel, lastVisitAt, editorUrls } = storefront;
  const text = useText("home");
  const format = useFormat();
  return (
    <TitledCard title={text("storefront.title")}>
      <BlockStack as="ul" gap="400">
        <PartRow
          name={text("storefront.pixel")}
          about={
            lastVisitAt === null
              ? text("storefront.noVisit")
              : text("storefront.lastVisit", { time: format.instant(lastVisitAt) })
          }
          badge={<Badge tone={PIXEL_TONES[pixel]}>{text(`storefront.pixel.${pixel}`)}</Badge>}
        />
        {THEME_PARTS.map((part) => (
          <PartRow
            key={part}
            name={text(`storefront.${part}`)}
            about={text(`storefront.${part}.about`)}
            badge={
              theme !== null && (
                <Badge {...(theme[part] && { tone: "success" })}>
                  {text(theme[part] ? "storefront.inTheme" : "storefront.notInTheme")}
                </Badge>
              )
            }
          >
            {theme?.[part] !== true && (
              <Button
                size="slim"
                url={editorUrls[part]}
                external
                accessibilityLabel={text("storefront.addPart", {
                  name: text(`storefront.${part}`),
                })}
              >
                {text("storefront.add")}
              </Button>
            )}
          </PartRow>
        ))}
      </BlockStack>
    </TitledCard>
  );
}

interface PartRowProps {
  name: string;
  about: string;
  badge: ReactNode;
  children?: ReactNode;
}

function PartRow({ name, about, badge, children }: PartRowProps) {
  return (
    <BlockStack as="li" gap="100">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="h3" variant="headingSm">
          {name}
        </Text>
        {badge}
      </InlineStack>
      <Text as="p" variant="bodySm" tone="subdued">
        {about}
      </Text>
      {children && <InlineStack>{children}</InlineStack>}
    </BlockStack>
  );
}
