import {
  BlockStack,
  Button,
  Divider,
  InlineGrid,
  InlineStack,
  Select,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import { TitledCard } from "~/components/titled-card";
import {
  ColumnRole,
  FileStatus,
  ImportEncoding,
  type ImportSettings,
} from "~/delivery/customer-import/column-role";
import { useText } from "~/i18n/text-provider";
import type { ImportColumns } from "~/pages/customers/customer-import-page.server";
import { EncodingField } from "./encoding-field";

interface ColumnsCardProps {
  file: ImportColumns;
  isBusy: boolean;
  onEncoding: (encoding: string) => void;
  onCheck: (settings: ImportSettings) => void;
}

/** What each column is taken for, to correct, and how dates are written. */
export function ColumnsCard({ file, isBusy, onEncoding, onCheck }: ColumnsCardProps) {
  const text = useText("customer-import");
  const { tool, encoding, columns } = file;
  const [roles, setRoles] = useState(columns.map(({ role }) => role));
  const [fileStatus, setFileStatus] = useState(file.fileStatus);
  const [dayOrder, setDayOrder] = useState(file.dayOrder);
  const check = () =>
    onCheck({ roles, encoding: ImportEncoding.parse(encoding), dayOrder, fileStatus });
  return (
    <TitledCard
      title={text("columns.title")}
      text={
        tool === "other"
          ? text("columns.other")
          : text("columns.recognized", { tool: text(`tool.${tool}`) })
      }
    >
      <InlineGrid columns={{ xs: 1, md: 3 }} gap="300">
        <EncodingField encoding={encoding} onChange={onEncoding} />
        <Select
          label={text("dayOrder.label")}
          options={[
            { value: "none", label: text("dayOrder.none") },
            { value: "dmy", label: text("dayOrder.dmy") },
            { value: "mdy", label: text("dayOrder.mdy") },
          ]}
          value={dayOrder ?? "none"}
          onChange={(value) => setDayOrder(value === "dmy" || value === "mdy" ? value : null)}
        />
        <Select
          label={text("fileStatus.label")}
          options={FileStatus.options.map((value) => ({
            value,
            label: text(`fileStatus.${value}`),
          }))}
          value={fileStatus}
          onChange={(value) => setFileStatus(FileStatus.parse(value))}
        />
      </InlineGrid>
      <Divider />
      <BlockStack gap="300">
        {columns.map(({ heading, example }, i) => (
          <InlineGrid key={i} columns={{ xs: 1, md: 2 }} gap="200" alignItems="center">
            <BlockStack>
              <Text as="span" fontWeight="semibold" breakWord>
                {nameOf(heading, i)}
              </Text>
              <Text as="span" variant="bodySm" tone="subdued" breakWord>
                {example === "" ? text("columns.empty") : text("columns.example", { example })}
              </Text>
            </BlockStack>
            <Select
              label={nameOf(heading, i)}
              labelHidden
              options={ColumnRole.options.map((value) => ({ value, label: text(`role.${value}`) }))}
              value={roles[i] ?? "ignore"}
              onChange={(value) => setRoles(roles.with(i, ColumnRole.parse(value)))}
            />
          </InlineGrid>
        ))}
      </BlockStack>
      <Text as="p" tone="subdued">
        {text("columns.properties")}
      </Text>
      <InlineStack align="end">
        <Button variant="primary" loading={isBusy} onClick={check}>
          {text("action.check")}
        </Button>
      </InlineStack>
    </TitledCard>
  );

  function nameOf(heading: string, column: number): string {
    return heading === "" ? text("columns.unnamed", { number: column + 1 }) : heading;
  }
}
