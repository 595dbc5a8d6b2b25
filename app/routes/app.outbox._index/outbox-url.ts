import type { OutboxFilter } from "~/delivery/outbox-page.server";
import { MessageState } from "~/messages/message";

const LAST_PAGE = 1_000;

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

/** The page that an address asks for, from 1; the first where it asks for none. */
export function readPage(params: URLSearchParams): number {
  const page = Number(params.get("page") ?? 1);
  return Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1;
}
