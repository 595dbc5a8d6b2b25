import { BlockStack, Box, Card, Divider, InlineGrid, Text } from "@shopify/polaris";
import { EmailFrame } from "~/components/email/email-frame";
import type { SentEmailPageData } from "~/delivery/outbox/email-page.server";
import styles from "./email-versions.module.css";

type Email = NonNullable<SentEmailPageData["email"]>;

/** The email as HTML and plain text side by side, below its headers. */
export function EmailVersions({ email }: { email: Email }) {
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="300">
          <Lines
            rows={[
              { name: "From", value: email.from },
              { name: "To", value: email.to },
              ...(email.replyTo === null ? [] : [{ name: "Reply to", value: email.replyTo }]),
              { name: "Subject", value: email.subject },
            ]}
          />
          <Divider />
          <details>
            <summary>Headers</summary>
            <Box paddingBlockStart="200">
              <Lines rows={email.headers} />
            </Box>
          </details>
        </BlockStack>
      </Card>
      <InlineGrid columns={{ xs: 1, lg: "3fr 2fr" }} gap="400" alignItems="start">
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              HTML
            </Text>
            <EmailFrame html={email.html} title="The email as HTML" />
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Plain text
            </Text>
            <pre className={styles.text}>{email.text}</pre>
          </BlockStack>
        </Card>
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
