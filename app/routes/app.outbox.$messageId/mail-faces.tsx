import { BlockStack, Box, Card, Divider, InlineGrid, Text } from "@shopify/polaris";
import { MailFrame } from "~/components/mail/mail-frame";
import type { MailPage } from "~/delivery/outbox/mail-page.server";
import styles from "./mail-faces.module.css";

type Mail = NonNullable<MailPage["mail"]>;

/** The mail's two faces side by side, HTML and plain text, under its head. */
export function MailFaces({ mail }: { mail: Mail }) {
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="300">
          <Lines
            rows={[
              { name: "From", value: mail.from },
              { name: "To", value: mail.to },
              ...(mail.replyTo === null ? [] : [{ name: "Reply to", value: mail.replyTo }]),
              { name: "Subject", value: mail.subject },
            ]}
          />
          <Divider />
          <details>
            <summary>Headers</summary>
            <Box paddingBlockStart="200">
              <Lines rows={mail.headers} />
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
            <MailFrame html={mail.html} title="The mail as HTML" />
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Plain text
            </Text>
            <pre className={styles.text}>{mail.text}</pre>
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
