import type { CustomerId } from "~/lib/profile-id";
import { at, gidTail, textOf } from "./read-json";

export interface OpenTrackingLevel {
  readonly customerId: CustomerId;
  readonly isRefused: boolean;
}

/**
 * A customer's open-tracking preference in the Admin API.
 *
 * @returns null without a customer or address
 */
export function openTrackingLevelOf(customer: unknown): OpenTrackingLevel | null {
  const id = textOf(at(customer, "id"), 100);
  const customerId = id === null ? null : gidTail(id, "Customer");
  const level = textOf(at(customer, "defaultEmailAddress", "openTrackingLevel"), 50);
  return customerId && level ? { customerId, isRefused: level === "OPTED_OUT" } : null;
}
