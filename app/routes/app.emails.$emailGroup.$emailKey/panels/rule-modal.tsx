import { BlockStack, InlineError, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { formatCounted } from "~/components/formats";
import { GroupEditor } from "~/components/segments/group-editor";
import { useRulePreview, type ShownRulePreview } from "~/components/segments/use-rule-preview";
import type { RuleBuilderData } from "~/segments/editing/segment-pages.server";
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
  const [rule, setRule] = useState(first);
  const [refused, setRefused] = useState<string | null>(null);
  const { preview, isCounting } = useRulePreview(rule, null);
  const problems = preview?.kind === "invalid" ? preview.problems : [];
  return (
    <Modal
      open
      size="large"
      title={title}
      onClose={onClose}
      primaryAction={{
        content: "Use this rule",
        disabled: problems.length > 0,
        onAction: () => setRefused(onUse(rule)),
      }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <GroupEditor group={rule} builder={builder} problems={problems} onChange={setRule} />
          <div aria-live="polite">
            <Text as="p" tone="subdued">
              {isCounting ? "Counting" : foundWords(preview)}
            </Text>
          </div>
          {refused !== null && <InlineError fieldID="rule" message={refused} />}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

function foundWords(preview: ShownRulePreview | null): string {
  switch (preview?.kind) {
    case "counted":
      return `${formatCounted(preview.count, "customer meets", "customers meet")} it now. It is asked anew when each email leaves.`;
    case "slow":
      return "It takes too long to count this at once. It is asked of each customer when their email leaves.";
    case "invalid":
      return "A condition cannot be answered yet: see above.";
    case "failed":
      return "No answer came. Check the connection: it is counted again when the rule changes.";
    case undefined:
      return "";
  }
}
