import { z } from "zod";
import type { Personal } from "~/events/event";
import type { ProfileId } from "~/lib/profile-id";
import { TagState } from "./customer-tags";
import type { SealedLocation } from "~/privacy/keyring.server";

const Text = z.string().nullable().default(null);

/** A customer's contact data: JSON in `profile.sealed_contact`. */
export const Contact = z.object({
  email: Text,
  firstName: Text,
  lastName: Text,
  phone: Text,
  city: Text,
  region: Text,
  zip: Text,
  address1: Text,
  locale: Text,
  countryCode: Text,
  /** Source and time of each field, which decide between different values. */
  weights: z.record(z.string(), z.string()).default({}),
  tags: TagState.prefault({}),
});
export type Contact = z.infer<typeof Contact>;

export const EMPTY_CONTACT: Contact = Contact.parse({});

export const contactLocation = (shopId: string, profileId: ProfileId): SealedLocation => ({
  table: "profile",
  column: "sealed_contact",
  shopId,
  row: profileId,
});

/** Present fields were reported; `null` clears a field. */
export type ContactUpdate = Omit<Personal, "recoveryUrl" | "orderStatusUrl" | "tags"> & {
  readonly locale?: string;
  readonly countryCode?: string;
};

const FIELDS = [
  "email",
  "firstName",
  "lastName",
  "phone",
  "city",
  "region",
  "zip",
  "address1",
  "locale",
  "countryCode",
] as const satisfies readonly (keyof ContactUpdate)[];

/**
 * Merges an update where it outranks the known value: a customer
 * record outranks an order, which may be for someone else; then the newer
 * value wins. The result does not depend on the order of updates.
 *
 * @param by the source of the update
 * @param at the source's time of the update
 */
export function mergeContact(
  known: Contact,
  update: ContactUpdate,
  { by, at }: { readonly by: "customer" | "order"; readonly at: Date },
): Contact {
  const weight = `${by === "customer" ? 2 : 1} ${at.toISOString()}`;
  const merged = { ...known, weights: { ...known.weights } };
  for (const field of FIELDS) {
    const value = update[field];
    if (value === undefined) continue;
    const before = known.weights[field] ?? "";
    // Different values at one instant: an arbitrary but deterministic choice.
    const isTie = weight === before && (value ?? "") > (known[field] ?? "");
    if (weight < before || (weight === before && !isTie)) continue;
    merged[field] = value;
    merged.weights[field] = weight;
  }
  return merged;
}
