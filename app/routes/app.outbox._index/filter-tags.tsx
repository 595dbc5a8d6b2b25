import { Tag } from "@shopify/polaris";
import type { OutboxFilter } from "~/pages/outbox/outbox-filter";
import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";

interface FilterTagsProps {
  filter: OutboxFilter;
  onChange: (part: Partial<OutboxFilter>) => void;
}

/** Filters from a report without a field in the list; each can be removed. */
export function FilterTags({ filter, onChange }: FilterTagsProps) {
  const { stepId, flowVersion, templateId, templateVersion, segmentId, from, to } = filter;
  const text = useText("outbox");
  const format = useFormat();
  return (
    <>
      {stepId !== null && (
        <Tag onRemove={() => onChange({ stepId: null, flowVersion: null })}>
          {flowVersion === null
            ? text("filter.step")
            : text("filter.stepVersion", { version: flowVersion })}
        </Tag>
      )}
      {templateId !== null && (
        <Tag onRemove={() => onChange({ templateId: null, templateVersion: null })}>
          {templateVersion === null || templateVersion === 0
            ? text("filter.template")
            : text("filter.templateVersion", { version: templateVersion })}
        </Tag>
      )}
      {segmentId !== null && (
        <Tag onRemove={() => onChange({ segmentId: null })}>{text("filter.segment")}</Tag>
      )}
      {(from !== null || to !== null) && (
        <Tag onRemove={() => onChange({ from: null, to: null })}>
          {describeSent(from, to, text, format)}
        </Tag>
      )}
    </>
  );
}

function describeSent(
  from: string | null,
  to: string | null,
  text: Text<"outbox">,
  format: Format,
): string {
  if (from === null) return text("filter.sentUntil", { to: format.calendarDay(to ?? "") });
  const start = format.calendarDay(from);
  if (to === null) return text("filter.sentSince", { from: start });
  return from === to
    ? text("filter.sentOn", { from: start })
    : text("filter.sentBetween", { from: start, to: format.calendarDay(to) });
}
