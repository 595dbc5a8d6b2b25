import { Button, Heading, Hr, Text } from "react-email";
import type { Text as TextOf } from "~/i18n/create-text";
import { directionOf } from "~/i18n/locale";
import { Layout } from "../blocks/elements/Layout";
import type { Brand } from "../brand/brand";
import { BRAND_THEME } from "../theme/palette";
import { createTheme } from "../theme/theme";
import type { ConfirmationTopic } from "./confirmation-topic";

export interface ConfirmationProps {
  readonly brand: Brand;
  readonly topic: ConfirmationTopic;
  readonly text: TextOf<"email">;
  /** The language of the texts. */
  readonly language: string;
  readonly links: { readonly confirm: string; readonly shop: string };
}

/** The opt-in confirmation email. It contains no marketing. */
export function Confirmation({ brand, topic, text, language, links }: ConfirmationProps) {
  const shop = brand.shopName;
  const about = topic === "marketing" ? "news" : "notify";
  const theme = createTheme({
    accent: brand.accent,
    overrides: BRAND_THEME,
    direction: directionOf(language),
  });
  return (
    <Layout
      brand={brand}
      theme={theme}
      title={text(`confirmation.${about}.subject`)}
      preheader={text(`confirmation.${about}.text`, { shop })}
      language={language}
      shopUrl={links.shop}
      footer={
        <>
          <Text className="soft" style={theme.small}>
            {text("confirmation.because", { shop })}
          </Text>
          <Hr className="rule" style={{ ...theme.rule, margin: "16px 0", width: "40px" }} />
          <Text className="soft" style={theme.small}>
            {`${brand.legalName}, ${brand.postalAddress}`}
          </Text>
        </>
      }
    >
      <Heading className="ink heading" style={theme.heading}>
        {text(`confirmation.${about}.heading`)}
      </Heading>
      <Text className="soft" style={theme.paragraph}>
        {text(`confirmation.${about}.text`, { shop })}
      </Text>
      <Button
        className="button"
        href={links.confirm}
        style={{ ...theme.button, display: "block", marginTop: "24px" }}
      >
        {text("confirmation.button")}
      </Button>
    </Layout>
  );
}
