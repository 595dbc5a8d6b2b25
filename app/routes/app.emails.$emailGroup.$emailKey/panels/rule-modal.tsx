import { BlockStack, InlineError, Text } from "@shopify/polaris";
import { useState } from "react";
import { Dialog } from "~/components/forms/dialog";
import { GroupEditor } from "~/components/segments/group-editor";
import { useRulePreview, type ShownRulePreview } from "~/components/segments/use-rule-preview";
import type { Text as Words } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import type { RuleBuilderData } from "~/pages/segments/segment-pages.server";
import type { SegmentRule } from "~/segments/segment";

interface RuleModalProps {
  title: string;
  rule: SegmentRule;
  builder: RuleBuilderData;
  onClose: () => void;
  /** @returns why it is invalid, or null */
  onUse: (rule: SegmentRule) => string | null;
}

/** A rule on customers, edited like a segment's, with its number of matches. Applied only on confirmation. */
export function RuleModal({ title, rule: first, builder, onClose, onUse }: RuleModalProps) {
  const text = useText("email-editor");
  const common = useText("common");
  const [rule, setRule] = useState(first);
  const [refused, setRefused] = useState<string | null>(null);
  const { preview, isCounting } = useRulePreview(rule, null);
  const problems = preview?.kind === "invalid" ? preview.problems : [];
  return (
    <Dialog
      open
      size="large"
      title={title}
      onClose={onClose}
      primaryAction={{
        content: text("rule.use"),
        disabled: problems.length > 0,
        onAction: () => setRefused(onUse(rule)),
      }}
      secondaryActions={[{ content: common("cancel"), onAction: onClose }]}
    >
      <Dialog.Section>
        <BlockStack gap="400">
          <GroupEditor group={rule} builder={builder} problems={problems} onChange={setRule} />
          <div aria-live="polite">
            <Text as="p" tone="subdued">
              {isCounting ? text("rule.counting") : describeCount(preview, text)}
            </Text>
          </div>
          {refused !== null && <InlineError fieldID="rule" message={refused} />}
        </BlockStack>
      </Dialog.Section>
    </Dialog>
  );
}

function describeCount(preview: ShownRulePreview | null, text: Words<"email-editor">): string {
  if (preview === null) return "";
  return preview.kind === "counted"
    ? text("rule.counted", { count: preview.count })
    : text(`rule.${preview.kind}`);
}
