import {
  BlockStack,
  Button,
  Card,
  Divider,
  FormLayout,
  InlineGrid,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import type { CampaignPlan } from "~/campaigns/campaign";
import type { CampaignPage } from "~/feedback/campaigns/campaign-page.server";
import type { StepCopy } from "~/flows/send-step";
import { readableMerge } from "~/messages/merge/readable";

interface MailCardProps {
  plan: CampaignPlan;
  /** The mail that was made for it in the editor. */
  ownMail: CampaignPage["ownMail"];
  /** What is not saved yet would be lost on the way to the editor. */
  isDirty: boolean;
  onChange: (change: Partial<CampaignPlan>) => void;
  /** Makes a mail of its own that begins as this layout does. */
  onDesign: (layout: string) => void;
}

const FIELDS: readonly { field: keyof StepCopy; label: string; help?: string; lines?: number }[] = [
  { field: "subject", label: "Subject" },
  { field: "preheader", label: "Preview text", help: "Shown after the subject in the inbox." },
  { field: "heading", label: "Heading" },
  {
    field: "intro",
    label: "Text",
    help: 'An empty line begins a new paragraph. {{ recipient.firstName | default: "there" }} stands for the customer\'s first name.',
    lines: 5,
  },
  { field: "button", label: "Button", help: "Leads to your shop." },
];

const PRODUCTS = [0, 2, 4, 6, 8];

const LAYOUTS = [
  { id: "campaign/new-arrivals", name: "New arrivals", about: "The newest products, in rows" },
  { id: "campaign/sale", name: "Sale", about: "A discount code, and best sellers" },
  { id: "campaign/story", name: "A letter", about: "Words and a button" },
  { id: "campaign/for-you", name: "Picked for each person", about: "A list chosen for each one" },
] as const;

/** What the campaign says: a mail from the editor, or some texts in a plain layout. */
export function MailCard({ plan, ownMail, isDirty, onChange, onDesign }: MailCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          What it says
        </Text>
        {plan.templateId === null ? (
          <>
            <Layouts isDirty={isDirty} onDesign={onDesign} />
            <Divider />
            <Text as="h3" variant="headingSm">
              Or write a plain one
            </Text>
            <PlainFields plan={plan} onChange={onChange} />
          </>
        ) : (
          <OwnMail
            templateId={plan.templateId}
            ownMail={ownMail}
            onDrop={() => onChange({ templateId: null })}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function Layouts({ isDirty, onDesign }: Pick<MailCardProps, "isDirty" | "onDesign">) {
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        Design it in the editor
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {isDirty
          ? "Save the campaign first."
          : "Begin with a layout: move its blocks, change its words in six languages, and see it as each customer."}
      </Text>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
        {LAYOUTS.map(({ id, name, about }) => (
          <BlockStack key={id} gap="050">
            <Button textAlign="start" disabled={isDirty} onClick={() => onDesign(id)}>
              {name}
            </Button>
            <Text as="p" variant="bodySm" tone="subdued">
              {about}
            </Text>
          </BlockStack>
        ))}
      </InlineGrid>
    </BlockStack>
  );
}

interface OwnMailProps {
  templateId: string;
  ownMail: CampaignPage["ownMail"];
  onDrop: () => void;
}

function OwnMail({ templateId, ownMail, onDrop }: OwnMailProps) {
  return (
    <BlockStack gap="300" inlineAlign="start">
      <Text as="p" fontWeight="semibold" breakWord>
        {ownMail === null ? "A mail from the editor" : readableMerge(ownMail.subject)}
      </Text>
      {ownMail?.hasChanges && (
        <Text as="p" tone="caution">
          It has changes that are not published. Publish them in the editor, or it is sent without.
        </Text>
      )}
      <InlineStack gap="200">
        <Button variant="primary" url={`/app/mails/${templateId}`}>
          Edit the mail
        </Button>
        <Button variant="tertiary" onClick={onDrop}>
          Write a plain one instead
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

function PlainFields({ plan, onChange }: Pick<MailCardProps, "plan" | "onChange">) {
  const { copy, picks } = plan;
  return (
    <FormLayout>
      {FIELDS.map(({ field, label, help, lines }) => (
        <TextField
          key={field}
          id={`campaign-${field}`}
          label={label}
          helpText={help}
          autoComplete="off"
          multiline={lines ?? false}
          value={copy[field]}
          onChange={(text) => onChange({ copy: { ...copy, [field]: text } })}
        />
      ))}
      <Select
        label="Recommended products"
        helpText="Chosen for each customer when the mail leaves, from what is in stock then."
        options={PRODUCTS.map((count) => ({
          label: count === 0 ? "None" : `${count} products`,
          value: String(count),
        }))}
        value={String(picks?.count ?? 0)}
        onChange={(count) =>
          onChange({
            picks:
              count === "0" ? null : { list: "new_for_you", count: Number(count), required: false },
          })
        }
      />
    </FormLayout>
  );
}
