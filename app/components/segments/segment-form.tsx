import { BlockStack, Card, InlineGrid, Link, Spinner, Text, TextField } from "@shopify/polaris";
import type { Text as TextOf } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";
import { useText } from "~/i18n/text-provider";
import type { RuleProblem } from "~/segments/rule-problem";
import type { SegmentSaveOutcome } from "~/segments/editing/save-segment.server";
import type { RuleBuilderData } from "~/pages/segments/segment-pages.server";
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
  nameError: Extract<SegmentSaveOutcome, { kind: "invalid" }>["name"];
  problems: readonly RuleProblem[];
  preview: ShownRulePreview | null;
  isCounting: boolean;
  onChange: (draft: SegmentDraft) => void;
}

/** Name and rule of a segment, with a live count of its members. */
export function SegmentForm(props: SegmentFormProps) {
  const text = useText("segments");
  const { draft, builder, nameError, preview, isCounting, onChange } = props;
  const found = preview?.kind === "invalid" ? preview.problems : [];
  // The problems of a rejected save, until the rule is previewed again.
  const problems = preview === null ? props.problems : found;
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="400">
          <TextField
            label={text("name")}
            autoComplete="off"
            maxLength={80}
            value={draft.name}
            {...(nameError !== null && { error: text(`name.${nameError}`) })}
            onChange={(name) => onChange({ ...draft, name })}
          />
          <Text as="h2" variant="headingMd">
            {text("conditions")}
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
  const text = useText("segments");
  const common = useText("common");
  return (
    <Card>
      <BlockStack gap="300">
        <InlineGrid columns="1fr auto" alignItems="start">
          {/* Announced as a whole, since often only the number changes. */}
          <div aria-live="polite" aria-atomic>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                {titleOf(preview, text)}
              </Text>
              <Text as="p" tone="subdued">
                {text(wordsOf(preview))}
              </Text>
            </BlockStack>
          </div>
          {isCounting && <Spinner size="small" accessibilityLabel={text("preview.counting")} />}
        </InlineGrid>
        {preview?.kind === "counted" &&
          preview.examples.map(({ customerId, name, email, orderCount }) => (
            <Text key={customerId} as="p" breakWord>
              {text.rich("preview.example", {
                name: name ?? email ?? common("customer.unnamed", { customerId }),
                orders: orderCount,
                link: (words) => (
                  <Link url={`/app/customers/${customerId}`} removeUnderline>
                    {words}
                  </Link>
                ),
              })}
            </Text>
          ))}
      </BlockStack>
    </Card>
  );
}

function titleOf(preview: ShownRulePreview | null, text: TextOf<"segments">): string {
  if (preview?.kind === "counted") return text("preview.count", { count: preview.count });
  return text(preview === null ? "preview.counting" : "preview.notCounted");
}

function wordsOf(preview: ShownRulePreview | null): TextKey<"segments"> {
  if (preview === null) return "preview.counting.text";
  if (preview.kind !== "counted") return `preview.${preview.kind}`;
  return preview.count === 0 ? "preview.none" : "preview.examples";
}
