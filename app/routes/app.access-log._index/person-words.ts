import type { Text } from "~/i18n/create-text";

/** Names of systems, in every language. */
const SYSTEMS: Readonly<Record<string, string>> = {
  kindred: "Kindred",
  shopify: "Shopify",
  shopify_flow: "Shopify Flow",
};

/** Whether an entry's actor is a staff member, identified by Shopify's id. */
export const isStaff = (person: string): boolean =>
  person !== "merchant" && !Object.hasOwn(SYSTEMS, person);

/** The display name of an entry's actor. */
export function personWords(person: string, text: Text<"access-log">): string {
  if (person === "merchant") return text("person.merchant");
  return SYSTEMS[person] ?? text("person.staff", { id: person });
}
