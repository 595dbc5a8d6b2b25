import { Button, Heading, Link, Section, Text } from "react-email";
import type { Text as TextOf } from "~/i18n/create-text";
import { directionOf } from "~/i18n/locale";
import { Layout } from "~/messages/blocks/elements/Layout";
import type { Brand } from "~/messages/brand/brand";
import { BRAND_THEME } from "~/messages/theme/palette";
import { createTheme } from "~/messages/theme/theme";
import type { Notice } from "./notice";

interface NoticeEmailProps {
  readonly brand: Brand;
  readonly notice: Notice;
  readonly text: TextOf<"merchant-email">;
  /** The language of the texts. */
  readonly language: string;
  readonly links: Readonly<Record<"shop" | "flows" | "customers", string>>;
}

/** Notifications from flows to the merchant, each with its customers. */
export function NoticeEmail({ brand, notice, text, language, links }: NoticeEmailProps) {
  const count = notice.noteCount;
  const heading = text("notice.heading", { count });
  const theme = createTheme({
    accent: brand.accent,
    overrides: BRAND_THEME,
    direction: directionOf(language),
  });
  return (
    <Layout
      brand={brand}
      theme={theme}
      title={notice.subject ?? heading}
      preheader={notice.entries[0]?.note ?? heading}
      language={language}
      shopUrl={links.shop}
      footer={
        <Text className="soft" style={theme.small}>
          {text("notice.footer")}
        </Text>
      }
    >
      <Heading className="ink heading" style={theme.heading}>
        {heading}
      </Heading>
      {notice.entries.map(({ flowName, note, count: customers, customerIds }) => (
        <Section key={`${flowName}/${note}`} style={{ marginTop: "16px" }}>
          <Text className="ink" style={{ ...theme.paragraph, fontWeight: 600, margin: 0 }}>
            {note}
          </Text>
          <Text className="soft" style={{ ...theme.small, margin: 0 }}>
            {customers === 1
              ? flowName
              : text("notice.customers", { flow: flowName, count: customers })}
          </Text>
          <Text className="soft" style={{ ...theme.small, margin: 0 }}>
            {customerIds.map((customerId, i) => (
              <span key={customerId}>
                {i > 0 && " · "}
                <Link href={`${links.customers}/${customerId}`} className="soft">
                  {text("notice.customer", { id: customerId })}
                </Link>
              </span>
            ))}
            {customers > customerIds.length &&
              customerIds.length > 0 &&
              ` · ${text("notice.more")}`}
          </Text>
        </Section>
      ))}
      <Button
        className="button"
        href={links.flows}
        style={{ ...theme.button, display: "block", marginTop: "24px" }}
      >
        {text("notice.button")}
      </Button>
    </Layout>
  );
}
