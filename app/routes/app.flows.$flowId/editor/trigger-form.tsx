import { BlockStack, Card, Select, Text, TextField } from "@shopify/polaris";
import { TRIGGER_KINDS, triggerWords } from "~/components/flows/flow-words";
import { listExitConditions } from "~/flows/definition/exit-conditions-by-trigger";
import type { TriggerKind } from "~/flows/definition/trigger";
import { TRIGGER_FIELDS } from "~/flows/definition/trigger-field";
import { listInterchangeableTriggers } from "~/flows/definition/default-trigger";
import type { FlowPageData } from "~/flows/flow-page.server";
import type { FlowEdit, FlowEditProblems } from "~/messages/editing/edit-flow";
import { withTriggerKind } from "~/messages/editing/trigger-edit";
import type { ParsedFlowEdit } from "~/messages/editing/parse-flow-edit";
import type { TriggerEdit } from "~/messages/editing/trigger-from";

interface TriggerFormProps {
  flow: FlowPageData;
  draft: FlowEdit;
  parsed: ParsedFlowEdit;
  problems: FlowEditProblems;
  onChange: (draft: FlowEdit, field: string | null) => void;
}

/** The trigger of the flow with its settings. */
export function TriggerForm({ flow, draft, parsed, problems, onChange }: TriggerFormProps) {
  const { trigger: saved } = flow.definition;
  const { trigger } = draft;
  const kinds = listInterchangeableTriggers(saved.kind);
  const set = (change: Partial<TriggerEdit>, field: string) =>
    onChange({ ...draft, trigger: { ...trigger, ...change } }, field);
  const setKind = (kind: TriggerKind) =>
    onChange(
      {
        ...draft,
        trigger: withTriggerKind(trigger, kind, saved),
        // Exit conditions of another trigger may be impossible here.
        exits: kind === saved.kind ? draft.exits : draft.exits.filter(fits(kind)),
      },
      null,
    );
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What begins the flow
        </Text>
        {kinds.length > 1 ? (
          <Select
            label="Begins when"
            options={kinds.map((value) => ({ value, label: TRIGGER_KINDS[value] }))}
            value={trigger.kind}
            error={problems["trigger.kind"] ?? false}
            helpText="Beginnings that the emails of this flow are true for. For another one, take another flow of the library."
            onChange={(kind) => setKind(kind as TriggerKind)}
          />
        ) : (
          <Text as="p">{triggerWords(parsed.trigger, flow.names)}</Text>
        )}
        {(trigger.kind === "segment_joined" || trigger.kind === "segment_left") && (
          <Select
            label="Segment"
            placeholder="Choose a segment"
            options={Object.entries(flow.names.segments).map(([value, label]) => ({
              value,
              label,
            }))}
            value={trigger.segmentId}
            error={problems["trigger.segmentId"] ?? false}
            onChange={(segmentId) => set({ segmentId }, "trigger.segmentId")}
          />
        )}
        {trigger.kind === "anniversary" && (
          <Select
            label="The day"
            options={[
              { value: "sign_up", label: "Of their sign-up" },
              { value: "first_order", label: "Of their first order" },
            ]}
            value={trigger.of}
            error={problems["trigger.of"] ?? false}
            onChange={(of) => set({ of }, "trigger.of")}
          />
        )}
        {TRIGGER_FIELDS[trigger.kind].map(({ field, kind, label, help }) => (
          <TextField
            key={`${trigger.kind} ${field}`}
            label={label}
            inputMode={INPUT_MODES[kind]}
            suffix={kind === "share" ? "%" : undefined}
            autoComplete="off"
            value={trigger.values[field] ?? ""}
            error={problems[`trigger.${field}`] ?? false}
            helpText={help}
            onChange={(text) =>
              set({ values: { ...trigger.values, [field]: text } }, `trigger.${field}`)
            }
          />
        ))}
      </BlockStack>
    </Card>
  );
}

const INPUT_MODES = {
  whole: "numeric",
  share: "decimal",
  factor: "decimal",
  text: "text",
} as const;

const fits = (kind: TriggerKind) => (rule: FlowEdit["exits"][number]) =>
  listExitConditions(kind).includes(rule);
