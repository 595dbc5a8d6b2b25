import { BlockStack, Box, InlineGrid, Select, Text, TextField } from "@shopify/polaris";
import { counted } from "~/components/formats";
import type { FlowEdit } from "~/messages/editing/edit-flow";

type WaitEdit = Extract<FlowEdit["steps"][number], { kind: "wait" }>;

interface WaitStepProps {
  edit: WaitEdit;
  waiting: number;
  problem: string | undefined;
  onChange: (edit: WaitEdit) => void;
}

const UNITS = [
  { label: "minutes", value: "minutes" },
  { label: "hours", value: "hours" },
  { label: "days", value: "days" },
];

export function WaitStep({ edit, waiting, problem, onChange }: WaitStepProps) {
  return (
    <BlockStack gap="100">
      <Box maxWidth="260px">
        <InlineGrid columns="1fr 1fr" gap="200" alignItems="start">
          <TextField
            label="Wait"
            type="number"
            min={1}
            autoComplete="off"
            value={edit.count}
            error={problem ?? false}
            onChange={(count) => onChange({ ...edit, count })}
          />
          <Select
            label="Unit"
            options={UNITS}
            value={edit.unit}
            onChange={(unit) => onChange({ ...edit, unit: unit as WaitEdit["unit"] })}
          />
        </InlineGrid>
      </Box>
      {waiting > 0 && (
        <Text as="p" tone="subdued">
          {`${counted(waiting, "person is", "people are")} waiting here`}
        </Text>
      )}
    </BlockStack>
  );
}
