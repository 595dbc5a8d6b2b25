import { Button, Heading, Link, Section, Text } from "react-email";
import { Layout } from "~/messages/blocks/Layout";
import type { Brand } from "~/messages/brand/brand";
import { BRAND_THEME } from "~/messages/theme/palette";
import { createTheme } from "~/messages/theme/theme";
import type { Notice } from "./notice";

interface NoticeEmailProps {
  readonly brand: Brand;
  readonly notice: Notice;
  readonly links: Readonly<Record<"shop" | "flows" | "customers", string>>;
}

/** Notifications from flows to the merchant, each with its customers. */
export function NoticeEmail({ brand, notice, links }: NoticeEmailProps) {
  const theme = createTheme({ accent: brand.accent, overrides: BRAND_THEME, direction: "ltr" });
  return (
    <Layout
      brand={brand}
      theme={theme}
      title={notice.subject}
      preheader={notice.entries[0]?.note ?? notice.heading}
      language="en"
      shopUrl={links.shop}
      footer={
        <Text className="soft" style={theme.small}>
          Kindred sends this to the shop's owner, at most once an hour, because a flow has a step
          that tells you. Remove the step to get no more.
        </Text>
      }
    >
      <Heading className="ink heading" style={theme.heading}>
        {notice.heading}
      </Heading>
      {notice.entries.map(({ flowName, note, count, customerIds }) => (
        <Section key={`${flowName}/${note}`} style={{ marginTop: "16px" }}>
          <Text className="ink" style={{ ...theme.paragraph, fontWeight: 600, margin: 0 }}>
            {note}
          </Text>
          <Text className="soft" style={{ ...theme.small, margin: 0 }}>
            {count === 1 ? flowName : `${flowName} · ${count} customers`}
          </Text>
          <Text className="soft" style={{ ...theme.small, margin: 0 }}>
            {customerIds.map((customerId, i) => (
              <span key={customerId}>
                {i > 0 && " · "}
                <Link href={`${links.customers}/${customerId}`} className="soft">
                  {`Customer ${customerId}`}
                </Link>
              </span>
            ))}
            {count > customerIds.length && customerIds.length > 0 && " and others"}
          </Text>
        </Section>
      ))}
      <Button
        className="button"
        href={links.flows}
        style={{ ...theme.button, display: "block", marginTop: "24px" }}
      >
        Open your flows
      </Button>
    </Layout>
  );
}
