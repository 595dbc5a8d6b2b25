import type { ReactNode } from "react";
import { Button, Heading, Section, Text } from "react-email";
import { Layout } from "~/messages/blocks/elements/Layout";
import type { Brand } from "~/messages/brand/brand";
import { NO_OVERRIDES } from "~/messages/theme/theme-overrides";
import { DEFAULT_THEME } from "~/messages/theme/designs/themes";
import { createTheme } from "~/messages/theme/theme";

interface NoticeEmailProps {
  readonly brand: Brand;
  readonly heading: string;
  readonly preheader: string;
  readonly footer: string;
  readonly button: { readonly label: string; readonly url: string };
  /** The language of the texts. */
  readonly language: string;
  readonly shopUrl: string;
  readonly children: ReactNode;
}

/** A notification to the merchant: a heading, what happened, and a button. */
export function NoticeEmail(props: NoticeEmailProps) {
  const { brand, heading, preheader, footer, button, language, shopUrl, children } = props;
  const theme = noticeTheme(brand, language);
  return (
    <Layout
      brand={brand}
      theme={theme}
      title={heading}
      preheader={preheader}
      language={language}
      shopUrl={shopUrl}
      footer={
        <Text className="soft" style={theme.small}>
          {footer}
        </Text>
      }
    >
      <Heading className="ink heading" style={theme.heading}>
        {heading}
      </Heading>
      {children}
      <Button
        className="button"
        href={button.url}
        style={{ ...theme.button, display: "block", marginTop: "24px" }}
      >
        {button.label}
      </Button>
    </Layout>
  );
}

interface NoticeLineProps extends Pick<NoticeEmailProps, "brand" | "language"> {
  readonly note: string;
  readonly detail: string | null;
  readonly children?: ReactNode;
}

/** One thing that happened, with a detail below. */
export function NoticeLine({ brand, language, note, detail, children }: NoticeLineProps) {
  const theme = noticeTheme(brand, language);
  return (
    <Section style={{ marginTop: "16px" }}>
      <Text className="ink" style={{ ...theme.paragraph, fontWeight: 600, margin: 0 }}>
        {note}
      </Text>
      {detail !== null && (
        <Text className="soft" style={{ ...theme.small, margin: 0 }}>
          {detail}
        </Text>
      )}
      {children && (
        <Text className="soft" style={{ ...theme.small, margin: 0 }}>
          {children}
        </Text>
      )}
    </Section>
  );
}

const noticeTheme = ({ accent }: Brand, language: string) =>
  createTheme({
    name: DEFAULT_THEME,
    accent,
    overrides: NO_OVERRIDES,
    language,
  });
