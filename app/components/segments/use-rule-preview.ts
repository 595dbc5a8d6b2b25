import { useAnswer } from "~/components/forms/use-question";
import type { RulePreview } from "~/segments/editing/preview-rule.server";
import type { SegmentRule } from "~/segments/segment";

/** So long after the last change it is counted: not at every letter that is typed. */
const PAUSE_MS = 500;

/** What is said of how many customers a rule finds. */
export type ShownRulePreview = RulePreview | { readonly kind: "failed" };

/** How many customers a rule finds, asked again whenever it has not been changed for a moment. */
export function useRulePreview(rule: SegmentRule, segmentId: string | null) {
  const { answer, isAsking, hasFailed } = useAnswer<RulePreview>(
    "/app/segments/preview",
    { segmentId, rule },
    PAUSE_MS,
  );
  const preview: ShownRulePreview | null = hasFailed ? { kind: "failed" } : (answer ?? null);
  return { preview, isCounting: isAsking };
}
