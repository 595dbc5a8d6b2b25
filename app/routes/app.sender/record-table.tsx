import { Badge, BlockStack, Divider, InlineStack, Text } from "@shopify/polaris";
import type { DnsRecord } from "~/delivery/sender/sending-domain";
import { CopyField } from "./copy-field";

const PURPOSES: Readonly<Record<DnsRecord["purpose"], string>> = {
  ownership: "Ownership (Kindred)",
  dkim: "Signature (DKIM)",
  return_path: "Return path (SPF)",
  dmarc: "Policy (DMARC)",
};

interface RecordTableProps {
  records: readonly DnsRecord[];
  isChecked: boolean;
}

/** The required DNS records, each with copy buttons. */
export function RecordTable({ records, isChecked }: RecordTableProps) {
  return (
    <BlockStack gap="400">
      <Text as="p">
        Set what is not found where your domain’s DNS is kept. It takes minutes to hours until it is
        seen.
      </Text>
      {records.map((record) => (
        <BlockStack key={`${record.type} ${record.name} ${record.value}`} gap="300">
          <Divider />
          <InlineStack gap="200" blockAlign="center">
            <Text as="h3" variant="headingSm">
              {PURPOSES[record.purpose]}
            </Text>
            <FoundBadge isFound={record.isFound} isChecked={isChecked} />
          </InlineStack>
          <Text as="p" tone="subdued">
            {`Type ${record.type}${record.priority === null ? "" : `, priority ${record.priority}`}`}
          </Text>
          <CopyField label="Name" value={record.name} />
          {record.answer === null ? (
            <CopyField label="Value" value={record.value} />
          ) : (
            <Text as="p" breakWord>
              Your DNS says <code>{record.answer}</code>
            </Text>
          )}
        </BlockStack>
      ))}
    </BlockStack>
  );
}

function FoundBadge({ isFound, isChecked }: { isFound: boolean | null; isChecked: boolean }) {
  if (!isChecked) return <Badge>Not checked yet</Badge>;
  if (isFound === null) return <Badge>Could not be looked up</Badge>;
  return isFound ? <Badge tone="success">Found</Badge> : <Badge tone="attention">Not found</Badge>;
}
