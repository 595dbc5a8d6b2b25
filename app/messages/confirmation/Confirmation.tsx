import { Button, Heading, Hr, Text } from "react-email";
import type { Text as TextOf } from "~/i18n/create-text";
import { Layout } from "../blocks/elements/Layout";
import type { Brand } from "../brand/brand";
import { NO_OVERRIDES } from "../theme/theme-overrides";
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
    name: brand.theme,
    accent: brand.accent,
    overrides: NO_OVERRIDES,
    language,
  });
  const { hero, footer } = theme.zone;
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
          <Text className="soft" style={footer.small}>
            {text("confirmation.because", { shop })}
          </Text>
          <Hr className="rule" style={{ ...footer.rule, margin: "16px 0", width: "40px" }} />
          <Text className="soft" style={footer.small}>
            {`${brand.legalName}, ${brand.postalAddress}`}
          </Text>
        </>
      }
      hero={
        <>
          <Heading className="ink heading" style={{ ...hero.heading, textAlign: theme.align }}>
            {text(`confirmation.${about}.heading`)}
          </Heading>
          <Text className="soft" style={{ ...hero.paragraph, textAlign: theme.align }}>
            {text(`confirmation.${about}.text`, { shop })}
          </Text>
          <Button
            className="button"
            href={links.confirm}
            style={{ ...hero.button, display: "block", marginTop: "24px" }}
          >
            {text("confirmation.button")}
          </Button>
        </>
      }
    />
  );
}
