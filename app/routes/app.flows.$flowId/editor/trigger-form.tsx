import { Select, Text, TextField } from "@shopify/polaris";
import { triggerWords, useFlowWords } from "~/components/flows/flow-words";
import { TitledCard } from "~/components/titled-card";
import { listExitConditions } from "~/flows/definition/exit-conditions-by-trigger";
import type { TriggerKind } from "~/flows/definition/trigger";
import { TRIGGER_FIELDS } from "~/flows/definition/trigger-field";
import { listInterchangeableTriggers } from "~/flows/definition/default-trigger";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import type { Text as TextOf } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import type { FlowFieldErrors } from "../describe-problems";
import { withTriggerKind } from "~/flows/editing/trigger-edit";
import type { ParsedFlowEdit } from "~/flows/editing/parse-flow-edit";
import type { TriggerEdit } from "~/flows/editing/trigger-from";

interface TriggerFormProps {
  flow: FlowPageData;
  draft: FlowEdit;
  parsed: ParsedFlowEdit;
  problems: FlowFieldErrors;
  onChange: (draft: FlowEdit, field: string | null) => void;
}

/** The trigger of the flow with its settings. */
export function TriggerForm({ flow, draft, parsed, problems, onChange }: TriggerFormProps) {
  const words = useFlowWords(flow.names);
  const { text } = words;
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
    <TitledCard title={text("trigger")} gap="300">
      {kinds.length > 1 ? (
        <Select
          label={text("trigger")}
          options={kinds.map((value) => ({ value, label: kindWords(value, text) }))}
          value={trigger.kind}
          error={problems["trigger.kind"] ?? false}
          helpText={text("trigger.help")}
          onChange={(kind) => setKind(kind as TriggerKind)}
        />
      ) : (
        <Text as="p">{triggerWords(parsed.trigger, words)}</Text>
      )}
      {(trigger.kind === "segment_joined" || trigger.kind === "segment_left") && (
        <Select
          label={text("segment")}
          placeholder={text("segment.choose")}
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
          label={text("anniversary")}
          options={(["sign_up", "first_order"] as const).map((value) => ({
            value,
            label: text(`anniversary.${value}`),
          }))}
          value={trigger.of}
          error={problems["trigger.of"] ?? false}
          onChange={(of) => set({ of }, "trigger.of")}
        />
      )}
      {TRIGGER_FIELDS[trigger.kind].map((setting) => {
        const { field, kind } = setting;
        const shown = {
          key: `${trigger.kind} ${field}`,
          label: text(fieldKey(trigger.kind, field)),
          value: trigger.values[field] ?? "",
          error: problems[`trigger.${field}`] ?? false,
          helpText: helpFor(trigger.kind, field, text),
          onChange: (typed: string) =>
            set({ values: { ...trigger.values, [field]: typed } }, `trigger.${field}`),
        };
        return kind === "choice" ? (
          <Select
            {...shown}
            key={shown.key}
            options={setting.options.map((value) => ({
              value,
              label: text(fieldKey(trigger.kind, `${field}.${value}`)),
            }))}
          />
        ) : (
          <TextField
            {...shown}
            key={shown.key}
            inputMode={INPUT_MODES[kind]}
            suffix={kind === "share" ? "%" : undefined}
            autoComplete="off"
          />
        );
      })}
    </TitledCard>
  );
}

const INPUT_MODES = {
  whole: "numeric",
  share: "decimal",
  factor: "decimal",
  text: "text",
  name: "text",
} as const;

const fieldKey = (kind: TriggerKind, field: string) =>
  `field.${kind}.${field}` as TextKey<"flow-editor">;

function helpFor(
  kind: TriggerKind,
  field: string,
  text: TextOf<"flow-editor">,
): string | undefined {
  const key = `field.${kind}.${field}.help`;
  return text.has(key) ? text(key as TextKey<"flow-editor">) : undefined;
}

/** A trigger that others can replace, without its numbers. */
function kindWords(kind: TriggerKind, text: TextOf<"flow-editor">): string {
  return text(`triggerKind.${kind}` as TextKey<"flow-editor">);
}

const fits = (kind: TriggerKind) => (rule: FlowEdit["exits"][number]) =>
  listExitConditions(kind).includes(rule);
