import { AsyncLocalStorage } from "node:async_hooks";

/** Shopify's id of a request's staff member, once the session token is verified. */
const requests = new AsyncLocalStorage<{ staffId: string | null }>();

/** Runs a request whose staff member may become known later. */
export function runAsRequest<T>(work: () => T): T {
  return requests.run({ staffId: null }, work);
}

/** Sets the staff member of the current request. */
export function setRequestStaff(staffId: string): void {
  const request = requests.getStore();
  if (request) request.staffId = staffId;
}

/** Null outside a request, and for requests without a staff member. */
export function findRequestStaff(): string | null {
  return requests.getStore()?.staffId ?? null;
}
