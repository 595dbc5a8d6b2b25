import { BlockStack, Box, Card, Divider, InlineGrid } from "@shopify/polaris";
import { EmailFrame } from "~/components/email/email-frame";
import { TitledCard } from "~/components/titled-card";
import type { SentEmailPageData } from "~/pages/outbox/email-page.server";
import { useText } from "~/i18n/text-provider";
import styles from "./email-versions.module.css";

type Email = NonNullable<SentEmailPageData["email"]>;

/** The email as HTML and plain text side by side, below its headers. */
export function EmailVersions({ email }: { email: Email }) {
  const text = useText("outbox");
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="300">
          <Lines
            rows={[
              { name: text("version.from"), value: email.from },
              { name: text("version.to"), value: email.to },
              ...(email.replyTo === null
                ? []
                : [{ name: text("version.replyTo"), value: email.replyTo }]),
              { name: text("version.subject"), value: email.subject },
            ]}
          />
          <Divider />
          <details>
            <summary>{text("version.headers")}</summary>
            <Box paddingBlockStart="200">
              <Lines rows={email.headers} />
            </Box>
          </details>
        </BlockStack>
      </Card>
      <InlineGrid columns={{ xs: 1, lg: "3fr 2fr" }} gap="400" alignItems="start">
        <TitledCard title={text("version.html")} gap="300">
          <EmailFrame html={email.html} title={text("version.htmlFrame")} />
        </TitledCard>
        <TitledCard title={text("version.text")} gap="300">
          <pre className={styles.text} tabIndex={0}>
            {email.text}
          </pre>
        </TitledCard>
      </InlineGrid>
    </BlockStack>
  );
}

function Lines({ rows }: { rows: readonly { readonly name: string; readonly value: string }[] }) {
  return (
    <dl className={styles.lines}>
      {rows.map(({ name, value }) => (
        <div key={name} className={styles.line}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
