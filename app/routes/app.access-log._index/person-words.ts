const SYSTEMS: Readonly<Record<string, string>> = {
  kindred: "Kindred",
  merchant: "Unknown staff member",
  shopify: "Shopify",
  shopify_flow: "Shopify Flow",
};

/** Whether an entry's actor is a staff member, identified by Shopify's id. */
export const isStaff = (person: string): boolean => !Object.hasOwn(SYSTEMS, person);

/** The display name of an entry's actor. */
export function personWords(person: string): string {
  return SYSTEMS[person] ?? `Staff member ${person}`;
}
