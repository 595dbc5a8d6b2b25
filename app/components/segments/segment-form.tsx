import { BlockStack, Card, InlineGrid, Link, Spinner, Text, TextField } from "@shopify/polaris";
import { formatCounted } from "~/components/formats";
import type { RuleProblem } from "~/segments/rule-problems";
import type { RuleBuilderData } from "~/segments/editing/segment-pages.server";
import type { SegmentRule } from "~/segments/segment";
import { GroupEditor } from "./group-editor";
import type { ShownRulePreview } from "./use-rule-preview";

export interface SegmentDraft {
  readonly name: string;
  readonly rule: SegmentRule;
}

interface SegmentFormProps {
  draft: SegmentDraft;
  builder: RuleBuilderData;
  nameError: string | null;
  problems: readonly RuleProblem[];
  preview: ShownRulePreview | null;
  isCounting: boolean;
  onChange: (draft: SegmentDraft) => void;
}

/** Name and rule of a segment, with a live count of its members. */
export function SegmentForm(props: SegmentFormProps) {
  const { draft, builder, nameError, preview, isCounting, onChange } = props;
  const found = preview?.kind === "invalid" ? preview.problems : [];
  // The problems of a rejected save, until the rule is previewed again.
  const problems = preview === null ? props.problems : found;
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="400">
          <TextField
            label="Name"
            autoComplete="off"
            maxLength={80}
            value={draft.name}
            {...(nameError !== null && { error: nameError })}
            onChange={(name) => onChange({ ...draft, name })}
          />
          <Text as="h2" variant="headingMd">
            Who is in it
          </Text>
          <GroupEditor
            group={draft.rule}
            builder={builder}
            problems={problems}
            onChange={(rule) => onChange({ ...draft, rule })}
          />
        </BlockStack>
      </Card>
      <PreviewCard preview={preview} isCounting={isCounting} />
    </BlockStack>
  );
}

interface PreviewCardProps {
  preview: ShownRulePreview | null;
  isCounting: boolean;
}

function PreviewCard({ preview, isCounting }: PreviewCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <InlineGrid columns="1fr auto" alignItems="start">
          {/* Announced as a whole, since often only the number changes. */}
          <div aria-live="polite" aria-atomic>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                {titleOf(preview)}
              </Text>
              <Text as="p" tone="subdued">
                {wordsOf(preview)}
              </Text>
            </BlockStack>
          </div>
          {isCounting && <Spinner size="small" accessibilityLabel="Counting" />}
        </InlineGrid>
        {preview?.kind === "counted" &&
          preview.examples.map(({ customerId, name, email, orderCount }) => (
            <Text key={customerId} as="p" breakWord>
              <Link url={`/app/customers/${customerId}`} removeUnderline>
                {name ?? email ?? `Customer ${customerId}`}
              </Link>
              {` · ${formatCounted(orderCount, "order")}`}
            </Text>
          ))}
      </BlockStack>
    </Card>
  );
}

function titleOf(preview: ShownRulePreview | null): string {
  if (preview?.kind === "counted") return formatCounted(preview.count, "customer");
  return preview === null ? "Counting" : "Not counted";
}

function wordsOf(preview: ShownRulePreview | null): string {
  switch (preview?.kind) {
    case undefined:
      return "How many customers the rule finds now.";
    case "counted":
      return preview.count === 0
        ? "The rule finds nobody now. Is a number too high, or a window too short?"
        : "The rule finds them now. Those who ordered last:";
    case "slow":
      return "It takes too long to count this at once. Save the segment: its members are found in the background.";
    case "invalid":
      return "The rule has a condition that cannot be answered yet: see above.";
    case "failed":
      return "No answer came. Check the connection: it is counted again when the rule changes.";
  }
}
