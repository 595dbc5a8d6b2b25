import { z } from "zod";
import type { Personal } from "~/events/event";
import type { Place } from "~/privacy/keyring.server";

const Text = z.string().nullable().default(null);

/** Who a customer is: `profile.sealed_contact` holds it as JSON. */
export const Contact = z.object({
  email: Text,
  firstName: Text,
  lastName: Text,
  phone: Text,
  city: Text,
  zip: Text,
  address1: Text,
  locale: Text,
  countryCode: Text,
  /** Who told a field, and when: what decides between two that differ. */
  told: z.record(z.string(), z.string()).default({}),
});
export type Contact = z.infer<typeof Contact>;

export const EMPTY_CONTACT: Contact = Contact.parse({});

export const contactPlace = (shopId: string, profileId: string): Place => ({
  table: "profile",
  column: "sealed_contact",
  shopId,
  row: profileId,
});

/** A field that is present was told; `null` says that there is none. */
export type ToldContact = Omit<Personal, "recoveryUrl"> & {
  readonly locale?: string;
  readonly countryCode?: string;
};

const FIELDS = [
  "email",
  "firstName",
  "lastName",
  "phone",
  "city",
  "zip",
  "address1",
  "locale",
  "countryCode",
] as const satisfies readonly (keyof ToldContact)[];

/**
 * Takes what was told where it is worth more than what is known: of a customer
 * record more than of an order, which may be for somebody else; then what is
 * newer. The outcome does not depend on the order of telling.
 *
 * @param by whose word it is
 * @param at the source's own time of it
 */
export function mergeContact(
  known: Contact,
  told: ToldContact,
  { by, at }: { readonly by: "customer" | "order"; readonly at: Date },
): Contact {
  const weight = `${by === "customer" ? 2 : 1} ${at.toISOString()}`;
  const merged = { ...known, told: { ...known.told } };
  for (const field of FIELDS) {
    const value = told[field];
    if (value === undefined) continue;
    const before = known.told[field] ?? "";
    // Told differently at the same instant: some choice, but always the same.
    const isTie = weight === before && (value ?? "") > (known[field] ?? "");
    if (weight < before || (weight === before && !isTie)) continue;
    merged[field] = value;
    merged.told[field] = weight;
  }
  return merged;
}
