import { Tag } from "@shopify/polaris";
import { formatCalendarDay } from "~/components/formats";
import type { OutboxFilter } from "~/delivery/outbox/outbox-filter";

interface FilterTagsProps {
  filter: OutboxFilter;
  onChange: (part: Partial<OutboxFilter>) => void;
}

/** Filters from a report without a field in the list; each can be removed. */
export function FilterTags({ filter, onChange }: FilterTagsProps) {
  const { stepId, flowVersion, templateId, templateVersion, segmentId, from, to } = filter;
  return (
    <>
      {stepId !== null && (
        <Tag onRemove={() => onChange({ stepId: null, flowVersion: null })}>
          {flowVersion === null ? "One email of it" : `One email of it, version ${flowVersion}`}
        </Tag>
      )}
      {templateId !== null && (
        <Tag onRemove={() => onChange({ templateId: null, templateVersion: null })}>
          {templateVersion === null || templateVersion === 0
            ? "One template"
            : `One template, version ${templateVersion}`}
        </Tag>
      )}
      {segmentId !== null && (
        <Tag onRemove={() => onChange({ segmentId: null })}>To members of one segment</Tag>
      )}
      {(from !== null || to !== null) && (
        <Tag onRemove={() => onChange({ from: null, to: null })}>{sentWords(from, to)}</Tag>
      )}
    </>
  );
}

function sentWords(from: string | null, to: string | null): string {
  if (from === null) return `Sent until ${formatCalendarDay(to ?? "")}`;
  if (to === null) return `Sent since ${formatCalendarDay(from)}`;
  return from === to
    ? `Sent on ${formatCalendarDay(from)}`
    : `Sent from ${formatCalendarDay(from)} to ${formatCalendarDay(to)}`;
}
