import { BlockStack, Box, Button, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { MAX_VARIANTS, type CampaignPlan, type TestAlternatives } from "~/campaigns/campaign";
import { LazyMergeLineField } from "~/components/email/merge-text/lazy-merge-line-field";
import { useEmailNames } from "~/components/email/use-email-names";
import { useText } from "~/i18n/text-provider";
import { CAMPAIGN_PATHS } from "~/messages/merge/merge-paths";
import type { CampaignEmail } from "~/messages/templates/list-campaign-emails.server";

interface OtherVersionsProps {
  others: TestAlternatives;
  plan: CampaignPlan;
  emails: readonly CampaignEmail[];
  /** Whether missing subjects are shown. */
  hasTried: boolean;
  onChange: (others: TestAlternatives) => void;
}

/** The campaign's variants: a field for each, with buttons to add and remove. */
export function OtherVersionsFields(props: OtherVersionsProps) {
  const { others, plan, emails, hasTried, onChange } = props;
  const text = useText("campaigns");
  const { kind, values } = others;
  const set = (changed: readonly string[]) => onChange({ kind, values: [...changed] });
  return (
    <BlockStack gap="300">
      {values.map((value, n) => {
        // The campaign itself is version 1.
        const number = n + 2;
        const label = text(`test.version.${kind}`, { number });
        return (
          <InlineStack key={n} gap="200" blockAlign="end" wrap={false}>
            <Box width="100%">
              <VersionField
                {...{ kind, label, value, emails, hasTried }}
                onChange={(changed) => set(values.with(n, changed))}
              />
            </Box>
            {values.length > 1 && (
              <Button
                icon={DeleteIcon}
                variant="tertiary"
                accessibilityLabel={text(`test.remove.${kind}`, { number })}
                onClick={() => set(values.toSpliced(n, 1))}
              />
            )}
          </InlineStack>
        );
      })}
      <InlineStack gap="300" blockAlign="center">
        {values.length < MAX_VARIANTS - 1 && (
          <Button onClick={() => set([...values, firstValue(kind, plan, emails, values)])}>
            {text("test.add")}
          </Button>
        )}
        <Text as="span" variant="bodySm" tone="subdued">
          {text(`test.${kind}.help`)}
        </Text>
      </InlineStack>
    </BlockStack>
  );
}

interface VersionFieldProps {
  kind: TestAlternatives["kind"];
  label: string;
  value: string;
  emails: readonly CampaignEmail[];
  hasTried: boolean;
  onChange: (value: string) => void;
}

function VersionField({ kind, label, value, emails, hasTried, onChange }: VersionFieldProps) {
  const text = useText("campaigns");
  const nameEmail = useEmailNames();
  if (kind === "content") {
    return (
      <Select
        label={label}
        labelAction={{ content: text("test.view"), url: `/app/emails/${value}` }}
        options={emails.map((email) => ({ label: nameEmail(email), value: email.templateId }))}
        value={value}
        onChange={onChange}
      />
    );
  }
  if (kind === "subject") {
    const commit = (line: string) => {
      onChange(line);
      return null;
    };
    const error = hasTried && value.trim() === "" ? text("email.subject.missing") : null;
    return (
      <LazyMergeLineField {...{ label, value, error }} paths={CAMPAIGN_PATHS} onCommit={commit} />
    );
  }
  return (
    <TextField label={label} autoComplete="off" type="time" value={value} onChange={onChange} />
  );
}

/** The first variant of a kind. */
export function defaultVariants(
  kind: TestAlternatives["kind"],
  plan: CampaignPlan,
  emails: readonly CampaignEmail[],
): TestAlternatives {
  return { kind, values: [firstValue(kind, plan, emails, [])] };
}

const TIMES = ["10:00", "18:00", "08:00", "13:00"];

/** A value that is not used yet. */
function firstValue(
  kind: TestAlternatives["kind"],
  { timing, templateId }: CampaignPlan,
  emails: readonly CampaignEmail[],
  taken: readonly string[],
): string {
  switch (kind) {
    case "subject":
      return "";
    case "content": {
      const free = emails.filter((it) => it.templateId !== templateId);
      const next = free.find((it) => !taken.includes(it.templateId)) ?? free[0];
      return next?.templateId ?? "campaign/story";
    }
    case "time": {
      const own = timing.kind === "now" ? "" : timing.time;
      return TIMES.find((it) => it !== own && !taken.includes(it)) ?? "12:00";
    }
  }
}
