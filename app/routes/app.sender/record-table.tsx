import { Badge, BlockStack, Divider, InlineStack, Text, Button, TextField } from "@shopify/polaris";
import type { DnsRecord } from "~/delivery/sending-domain";
import { useText } from "~/i18n/text-provider";
import { useState } from "react";

interface RecordTableProps {
  records: readonly DnsRecord[];
  isChecked: boolean;
}

/** The required DNS records, each with copy buttons. */
export function RecordTable({ records, isChecked }: RecordTableProps) {
  const text = useText("sender");
  return (
    <BlockStack gap="400">
      <Text as="p">{text("records.text")}</Text>
      {records.map((record) => (
        <BlockStack key={`${record.type} ${record.name} ${record.value}`} gap="300">
          <Divider />
          <InlineStack gap="200" blockAlign="center">
            <Text as="h3" variant="headingSm">
              {text(`records.${record.purpose}`)}
            </Text>
            <FoundBadge isFound={record.isFound} isChecked={isChecked} />
          </InlineStack>
          <Text as="p" tone="subdued">
            {record.priority === null
              ? text("records.type", { type: record.type })
              : text("records.typePriority", { type: record.type, priority: record.priority })}
          </Text>
          <CopyField
            label={text("records.name")}
            copyLabel={text("records.copyName")}
            value={record.name}
          />
          {record.answer === null ? (
            <CopyField
              label={text("records.value")}
              copyLabel={text("records.copyValue")}
              value={record.value}
            />
          ) : (
            <Text as="p" breakWord>
              {text.rich("records.answer", {
                value: record.answer,
                code: (words) => <code>{words}</code>,
              })}
            </Text>
          )}
        </BlockStack>
      ))}
    </BlockStack>
  );
}

export function FoundBadge({
  isFound,
  isChecked,
}: {
  isFound: boolean | null;
  isChecked: boolean;
}) {
  const text = useText("sender");
  if (!isChecked) return <Badge>{text("records.notChecked")}</Badge>;
  if (isFound === null) return <Badge>{text("records.lookupFailed")}</Badge>;
  return isFound ? (
    <Badge tone="success">{text("records.found")}</Badge>
  ) : (
    <Badge tone="attention">{text("records.notFound")}</Badge>
  );
}

interface CopyFieldProps {
  label: string;
  copyLabel: string;
  value: string;
}

/** A text with a copy button. */
export function CopyField({ label, copyLabel, value }: CopyFieldProps) {
  const text = useText("sender");
  const [isCopied, setIsCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(value).then(
      () => setIsCopied(true),
      // If the browser denies access, the text can be selected manually.
      () => setIsCopied(false),
    );
  return (
    <TextField
      label={label}
      value={value}
      readOnly
      autoComplete="off"
      monospaced
      selectTextOnFocus
      connectedRight={
        <Button onClick={copy} accessibilityLabel={copyLabel}>
          {text(isCopied ? "records.copied" : "records.copy")}
        </Button>
      }
    />
  );
}
