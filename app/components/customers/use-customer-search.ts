import { useLiveRequest, type RequestState } from "~/components/forms/use-request";
import type { CustomerMatches } from "~/pages/customers/customer-list.server";

const PAUSE_MS = 150;

/** The customers who match what is typed. */
export interface CustomerSearch extends Omit<RequestState<CustomerMatches>, "answer"> {
  /** null before the first response, and for an empty query. */
  readonly matches: CustomerMatches | null;
}

/** Searches for customers while typing. */
export function useCustomerSearch(query: string, limit: number): CustomerSearch {
  const typed = query.trim();
  const body = typed === "" ? null : { query: typed, limit };
  const { answer, ...state } = useLiveRequest<CustomerMatches>(
    "/app/customers/search",
    body,
    PAUSE_MS,
  );
  return { ...state, matches: (body && answer) ?? null };
}
