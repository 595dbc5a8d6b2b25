import { Button, Heading, Hr, Text } from "react-email";
import { Layout } from "../blocks/Layout";
import type { Brand } from "../brand/brand";
import { directionOf, type EmailLanguage } from "../document/languages";
import { BRAND_THEME } from "../theme/palette";
import { createTheme } from "../theme/theme";
import type { ConfirmationWords } from "./confirmation-words";

export interface ConfirmationProps {
  readonly brand: Brand;
  readonly words: ConfirmationWords;
  readonly language: EmailLanguage;
  readonly links: { readonly confirm: string; readonly shop: string };
}

/** The opt-in confirmation email. It contains no marketing. */
export function Confirmation({ brand, words, language, links }: ConfirmationProps) {
  const theme = createTheme({
    accent: brand.accent,
    overrides: BRAND_THEME,
    direction: directionOf(language),
  });
  return (
    <Layout
      brand={brand}
      theme={theme}
      title={words.subject}
      preheader={words.text}
      language={language}
      shopUrl={links.shop}
      footer={
        <>
          <Text className="soft" style={theme.small}>
            {words.because}
          </Text>
          <Hr className="rule" style={{ ...theme.rule, margin: "16px 0", width: "40px" }} />
          <Text className="soft" style={theme.small}>
            {`${brand.legalName}, ${brand.postalAddress}`}
          </Text>
        </>
      }
    >
      <Heading className="ink heading" style={theme.heading}>
        {words.heading}
      </Heading>
      <Text className="soft" style={theme.paragraph}>
        {words.text}
      </Text>
      <Button
        className="button"
        href={links.confirm}
        style={{ ...theme.button, display: "block", marginTop: "24px" }}
      >
        {words.button}
      </Button>
    </Layout>
  );
}
