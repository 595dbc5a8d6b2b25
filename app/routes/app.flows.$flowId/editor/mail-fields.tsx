import { BlockStack, Checkbox, Text, TextField } from "@shopify/polaris";
import type { SendStep, StepCopy } from "~/flows/send-step";
import type { FlowEditProblems } from "~/messages/editing/edit-flow";
import { COPY_PATHS } from "~/messages/editing/step-copy";
import type { SendEdit } from "~/messages/editing/steps/step-edit";

interface MailFieldsProps {
  edit: SendEdit;
  /** null: it is new. */
  saved: SendStep | null;
  problems: FlowEditProblems;
  onChange: (edit: SendEdit, field: string) => void;
}

const FIELDS: readonly { field: keyof StepCopy; label: string; help?: string; lines?: number }[] = [
  { field: "subject", label: "Subject" },
  { field: "preheader", label: "Preview text", help: "Shown after the subject in the inbox." },
  { field: "heading", label: "Heading" },
  { field: "intro", label: "Text", help: "An empty line begins a new paragraph.", lines: 3 },
  { field: "button", label: "Button" },
];

/** What a mail says. */
export function MailFields({ edit, saved, problems, onChange }: MailFieldsProps) {
  const { stepId } = edit;
  const template = saved?.template ?? "letter";
  return (
    <BlockStack gap="300">
      {FIELDS.map(({ field, label, help, lines }) => (
        <TextField
          key={field}
          id={`${stepId}-${field}`}
          label={label}
          autoComplete="off"
          value={edit.copy[field]}
          error={problems[`${stepId}.${field}`] ?? false}
          helpText={help}
          multiline={lines ?? false}
          onChange={(text) => onChange({ ...edit, copy: { ...edit.copy, [field]: text } }, field)}
        />
      ))}
      <Text as="p" variant="bodySm" tone="subdued" breakWord>
        {`You may use ${COPY_PATHS[template].map((path) => `{{ ${path} }}`).join(", ")}. For people without a first name, write {{ recipient.firstName | default: "there" }}.`}
      </Text>
      {edit.pickCount !== null && (
        <TextField
          label="Recommended products"
          type="number"
          min={1}
          max={8}
          autoComplete="off"
          value={edit.pickCount}
          error={problems[`${stepId}.pickCount`] ?? false}
          helpText={
            saved?.picks?.required
              ? "Chosen for each person when the mail leaves. Without any, the mail is not sent."
              : "Chosen for each person when the mail leaves. Without any, the mail goes without them."
          }
          onChange={(pickCount) => onChange({ ...edit, pickCount }, "pickCount")}
        />
      )}
      {template === "abandoned-checkout" && (
        <Checkbox
          label="Also send to customers who were never asked for consent"
          helpText="Whoever said no is never written to. Check that the law where your customers live allows this."
          checked={edit.audience === "all_customers"}
          onChange={(all) =>
            onChange({ ...edit, audience: all ? "all_customers" : "subscribers" }, "audience")
          }
        />
      )}
    </BlockStack>
  );
}
