import { Badge, BlockStack, Divider, InlineStack, Text } from "@shopify/polaris";
import { CopyField } from "~/components/copy-field";
import type { DnsRecord } from "~/delivery/sending-domain";
import type { Text as TextOf } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";
import { useText } from "~/i18n/text-provider";

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
            words={copyWords(text, "records.copyName")}
            value={record.name}
          />
          {record.answer === null ? (
            <CopyField
              label={text("records.value")}
              words={copyWords(text, "records.copyValue")}
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

/** The words of a copy button with this name for screen readers. */
export const copyWords = (text: TextOf<"sender">, label: TextKey<"sender">) => ({
  copy: text("records.copy"),
  copied: text("records.copied"),
  label: text(label),
});
