import { SegmentForm, type SegmentDraft } from "~/components/segments/segment-form";
import { useRulePreview } from "~/components/segments/use-rule-preview";
import type { SegmentPageProps } from "./page";

type EditCardProps = Pick<SegmentPageProps, "segment" | "builder" | "refused"> & {
  draft: SegmentDraft;
  onChange: (draft: SegmentDraft) => void;
};

export function EditCard({ segment, builder, refused, draft, onChange }: EditCardProps) {
  return (
    <SegmentForm
      draft={draft}
      builder={builder}
      nameError={refused?.name ?? null}
      problems={refused?.problems ?? []}
      onChange={onChange}
      {...useRulePreview(draft.rule, segment.segmentId)}
    />
  );
}
