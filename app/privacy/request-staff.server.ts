import { AsyncLocalStorage } from "node:async_hooks";

/** Who a request comes from: Shopify's id of the staff member, once the session token is verified. */
const requests = new AsyncLocalStorage<{ staffId: string | null }>();

/** Answers a request of which the staff member may become known on the way. */
export function runAsRequest<T>(work: () => T): T {
  return requests.run({ staffId: null }, work);
}

/** Sets the staff member of the current request. */
export function setRequestStaff(staffId: string): void {
  const request = requests.getStore();
  if (request) request.staffId = staffId;
}

/** Null outside of a request, and in one that no staff member made. */
export function findRequestStaff(): string | null {
  return requests.getStore()?.staffId ?? null;
}
