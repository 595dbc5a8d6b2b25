import { useLiveRequest } from "~/components/forms/use-request";
import type { RulePreview } from "~/pages/segments/preview-rule.server";
import type { SegmentRule } from "~/segments/segment";

/** Debounce time after the last change. */
const PAUSE_MS = 500;

/** The text about the number of matching customers. */
export type ShownRulePreview = RulePreview | { readonly kind: "failed" };

/** Counts the matching customers of a rule, debounced after changes. */
export function useRulePreview(rule: SegmentRule, segmentId: string | null) {
  const { answer, isPending, hasFailed } = useLiveRequest<RulePreview>(
    "/app/segments/preview",
    { segmentId, rule },
    PAUSE_MS,
  );
  const preview: ShownRulePreview | null = hasFailed ? { kind: "failed" } : (answer ?? null);
  return { preview, isCounting: isPending };
}
