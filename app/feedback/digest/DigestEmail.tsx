import type { ReactNode } from "react";
import { Button, Column, Heading, Hr, Link, Row, Section, Text } from "react-email";
import type { Text as TextOf } from "~/i18n/create-text";
import { Layout } from "~/messages/blocks/elements/Layout";
import type { Brand } from "~/messages/brand/brand";
import { NO_OVERRIDES } from "~/messages/theme/theme-overrides";
import { DEFAULT_THEME } from "~/messages/theme/designs/themes";
import { createTheme } from "~/messages/theme/theme";
import type { Digest } from "./digest";
import type { DigestLinks } from "./digest-text";

export interface DigestEmailProps {
  readonly brand: Brand;
  readonly digest: Digest;
  readonly links: DigestLinks;
  readonly text: TextOf<"merchant-email">;
  /** The language of the texts. */
  readonly language: string;
}

/** The weekly report: six measures, the best sources, and what needs attention. */
export function DigestEmail({ brand, digest, links, text, language }: DigestEmailProps) {
  const theme = createTheme({
    name: DEFAULT_THEME,
    accent: brand.accent,
    overrides: NO_OVERRIDES,
    language,
  });
  const { alarm, changes, effect, figures, best } = digest;
  return (
    <Layout
      brand={brand}
      theme={theme}
      title={digest.subject}
      preheader={best[0] ?? digest.heading}
      language={language}
      shopUrl={links.shop}
      footer={
        <Text className="soft" style={theme.small}>
          {text.rich("digest.footer", {
            settings: (chunks: ReactNode) => (
              <Link
                href={links.settings}
                className="soft"
                style={{ ...theme.small, textDecoration: "underline" }}
              >
                {chunks}
              </Link>
            ),
          })}
        </Text>
      }
    >
      <Heading className="ink heading" style={theme.heading}>
        {digest.heading}
      </Heading>
      {alarm !== null && (
        <Text className="ink" style={{ ...theme.paragraph, fontWeight: 600 }}>
          <Link href={links.outbox} className="link" style={theme.link}>
            {alarm}
          </Link>
        </Text>
      )}
      <Section style={{ marginTop: "16px" }}>
        {figures.map(({ name, value, before }) => (
          <Row key={name}>
            <Column style={{ padding: "6px 0" }}>
              <Text className="soft" style={{ ...theme.paragraph, margin: 0 }}>
                {name}
              </Text>
            </Column>
            <Column align="right" style={{ padding: "6px 0", whiteSpace: "nowrap" }}>
              <Text className="ink" style={{ ...theme.paragraph, fontWeight: 600, margin: 0 }}>
                {value}
              </Text>
              <Text className="soft" style={{ ...theme.small, margin: 0 }}>
                {text("digest.before", { value: before })}
              </Text>
            </Column>
          </Row>
        ))}
      </Section>
      <Hr className="rule" style={{ ...theme.rule, margin: "16px 0" }} />
      {best.length > 0 && (
        <Text className="ink" style={{ ...theme.paragraph, fontWeight: 600 }}>
          {text("digest.best")}
        </Text>
      )}
      {best.map((line) => (
        <Text key={line} className="ink" style={theme.paragraph}>
          {line}
        </Text>
      ))}
      {effect !== null && (
        <Text className="soft" style={theme.paragraph}>
          {effect}
        </Text>
      )}
      {changes !== null && (
        <Text className="soft" style={theme.paragraph}>
          <Link href={links.changes} className="link" style={theme.link}>
            {changes}
          </Link>
        </Text>
      )}
      <Button
        className="button"
        href={links.report}
        style={{ ...theme.button, display: "block", marginTop: "24px" }}
      >
        {text("digest.report")}
      </Button>
    </Layout>
  );
}
