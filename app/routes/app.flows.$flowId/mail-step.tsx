import {
  BlockStack,
  Button,
  Card,
  Checkbox,
  Collapsible,
  Divider,
  FormLayout,
  InlineGrid,
  Text,
  TextField,
} from "@shopify/polaris";
import { Figures } from "~/components/charts/figures";
import { formatCount } from "~/components/formats";
import type { FlowPage } from "~/flows/flow-page.server";
import { mailName } from "~/flows/mail-name";
import type { SendStep, StepCopy } from "~/flows/send-step";
import { formatMoney } from "~/lib/money";
import type { FlowEditProblems, SendEdit } from "~/messages/editing/edit-flow";
import { COPY_PATHS } from "~/messages/editing/step-copy";

interface MailStepProps {
  flow: FlowPage;
  step: SendStep;
  edit: SendEdit;
  problems: FlowEditProblems;
  isOpen: boolean;
  onOpen: () => void;
  onChange: (edit: SendEdit) => void;
}

/** One mail: what it says, what it did, and the fields to change it while it is open. */
export function MailStep(props: MailStepProps) {
  const { flow, step, edit, isOpen, onOpen } = props;
  const name = mailName(flow.definition, step.stepId) ?? "Mail";
  const fieldsId = `fields-${step.stepId}`;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineGrid columns="1fr auto" gap="200" alignItems="start">
          <BlockStack gap="100">
            <Text as="h3" variant="headingSm">
              {name}
            </Text>
            <Text as="p" tone="subdued" breakWord>
              {edit.copy.subject}
            </Text>
          </BlockStack>
          <Button
            ariaExpanded={isOpen}
            ariaControls={fieldsId}
            accessibilityLabel={`Edit and preview ${name}`}
            disclosure={isOpen ? "up" : "down"}
            onClick={onOpen}
          >
            Edit
          </Button>
        </InlineGrid>
        <MailNumbers flow={flow} stepId={step.stepId} />
        <Collapsible id={fieldsId} open={isOpen}>
          <BlockStack gap="400">
            <Divider />
            <MailFields {...props} />
          </BlockStack>
        </Collapsible>
      </BlockStack>
    </Card>
  );
}

function MailNumbers({ flow, stepId }: { flow: FlowPage; stepId: string }) {
  const numbers = flow.numbers[stepId];
  if (!numbers) {
    return (
      <Text as="p" variant="bodySm" tone="subdued">
        Nothing sent yet
      </Text>
    );
  }
  const { planned, sent, skipped, withheld, clicked, orders, netMinor } = numbers;
  return (
    <Figures
      figures={[
        { label: "Planned", value: formatCount(planned) },
        { label: "Sent", value: formatCount(sent) },
        { label: "Not sent", value: formatCount(skipped + withheld) },
        { label: "Clicked", value: formatCount(clicked) },
        {
          label: "Orders",
          value: formatCount(orders),
          ...(orders > 0 && { note: formatMoney({ minor: netMinor, currency: flow.currency }) }),
        },
      ]}
    />
  );
}

const FIELDS: readonly { field: keyof StepCopy; label: string; help?: string; lines?: number }[] = [
  { field: "subject", label: "Subject" },
  { field: "preheader", label: "Preview text", help: "Shown after the subject in the inbox." },
  { field: "heading", label: "Heading" },
  { field: "intro", label: "Text", help: "An empty line begins a new paragraph.", lines: 3 },
  { field: "button", label: "Button" },
];

function MailFields({ step, edit, problems, onChange }: MailStepProps) {
  const { stepId, template } = step;
  return (
    <FormLayout>
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
          onChange={(text) => onChange({ ...edit, copy: { ...edit.copy, [field]: text } })}
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
            step.picks?.required
              ? "Chosen for each person when the mail leaves. Without any, the mail is not sent."
              : "Chosen for each person when the mail leaves. Without any, the mail goes without them."
          }
          onChange={(pickCount) => onChange({ ...edit, pickCount })}
        />
      )}
      {template === "abandoned-checkout" && (
        <Checkbox
          label="Also send to customers who were never asked for consent"
          helpText="Whoever said no is never written to. Check that the law where your customers live allows this."
          checked={edit.audience === "all_customers"}
          onChange={(all) => onChange({ ...edit, audience: all ? "all_customers" : "subscribers" })}
        />
      )}
    </FormLayout>
  );
}
