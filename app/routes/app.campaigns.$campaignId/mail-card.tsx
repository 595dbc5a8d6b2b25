import { BlockStack, Card, FormLayout, Select, Text, TextField } from "@shopify/polaris";
import type { CampaignPlan } from "~/campaigns/campaign";
import type { StepCopy } from "~/flows/send-step";

interface MailCardProps {
  plan: CampaignPlan;
  onChange: (change: Partial<CampaignPlan>) => void;
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

/** What the campaign says. */
export function MailCard({ plan, onChange }: MailCardProps) {
  const { copy, picks } = plan;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          What it says
        </Text>
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
                  count === "0"
                    ? null
                    : { list: "new_for_you", count: Number(count), required: false },
              })
            }
          />
        </FormLayout>
      </BlockStack>
    </Card>
  );
}
