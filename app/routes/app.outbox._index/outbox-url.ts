import { readPage } from "~/components/lists/page-number";
import type { OutboxFilter } from "~/delivery/outbox/outbox-page.server";
import { MessageState } from "~/messages/message";

/** The address of a filtered list; what is not filtered is not in it. */
export function outboxUrl({ state, flowId, page }: OutboxFilter): string {
  const params = new URLSearchParams({
    ...(state !== null && { state }),
    ...(flowId !== null && { flow: flowId }),
    ...(page > 1 && { page: String(page) }),
  });
  return params.size === 0 ? "/app/outbox" : `/app/outbox?${params.toString()}`;
}

/** Reads such an address. What cannot be read does not filter. */
export function readOutboxFilter(params: URLSearchParams): OutboxFilter {
  return {
    state: MessageState.safeParse(params.get("state")).data ?? null,
    flowId: params.get("flow"),
    page: readPage(params),
  };
}
