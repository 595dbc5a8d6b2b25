import { readPage } from "~/components/lists/page-number";
import { ALL_EMAILS, type OutboxFilter } from "~/pages/outbox/outbox-filter";
import { readDay } from "~/feedback/reports/report-range";
import { MessageState } from "~/messages/message";

/** The URL parameter of each filter. */
const NAMES = {
  state: "state",
  flowId: "flow",
  stepId: "step",
  flowVersion: "version",
  campaignId: "campaign",
  templateId: "template",
  templateVersion: "templateVersion",
  segmentId: "segment",
  from: "from",
  to: "to",
} as const satisfies Record<Exclude<keyof OutboxFilter, "page">, string>;

/**
 * The URL of a filtered list; contains only set filters.
 *
 * @param back target of its back link; none by default
 */
export function outboxUrl(filter: Partial<OutboxFilter>, back: string | null = null): string {
  const { page = 1, ...parts } = filter;
  const params = new URLSearchParams();
  for (const [part, name] of Object.entries(NAMES)) {
    const value = parts[part as keyof typeof NAMES] ?? null;
    if (value !== null) params.set(name, String(value));
  }
  if (page > 1) params.set("page", String(page));
  if (back !== null) params.set("back", back);
  return params.size === 0 ? "/app/outbox" : `/app/outbox?${params.toString()}`;
}

/** Parses such a URL. Invalid parameters do not filter. */
export function readOutboxFilter(params: URLSearchParams): OutboxFilter {
  const number = (name: string) => {
    const text = params.get(name) ?? "";
    return /^\d{1,6}$/.test(text) ? Number(text) : null;
  };
  return {
    ...ALL_EMAILS,
    state: MessageState.safeParse(params.get(NAMES.state)).data ?? null,
    flowId: params.get(NAMES.flowId),
    stepId: params.get(NAMES.stepId),
    flowVersion: number(NAMES.flowVersion),
    campaignId: params.get(NAMES.campaignId),
    templateId: params.get(NAMES.templateId),
    templateVersion: number(NAMES.templateVersion),
    segmentId: params.get(NAMES.segmentId),
    from: readDay(params.get(NAMES.from)),
    to: readDay(params.get(NAMES.to)),
    page: readPage(params),
  };
}
