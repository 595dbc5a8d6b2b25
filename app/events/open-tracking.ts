import { at, gidTail, textOf } from "./read-json";

export interface OpenTrackingLevel {
  readonly customerId: string;
  readonly isRefused: boolean;
}

/**
 * What a customer of the Admin API says about being seen to open a mail.
 *
 * @returns null where nothing is said: a customer without an address, or no customer
 */
export function openTrackingLevelOf(customer: unknown): OpenTrackingLevel | null {
  const id = textOf(at(customer, "id"), 100);
  const customerId = id === null ? null : gidTail(id, "Customer");
  const level = textOf(at(customer, "defaultEmailAddress", "openTrackingLevel"), 50);
  return customerId && level ? { customerId, isRefused: level === "OPTED_OUT" } : null;
}
