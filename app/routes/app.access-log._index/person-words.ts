const SYSTEMS: Readonly<Record<string, string>> = {
  kindred: "Kindred",
  merchant: "Unknown staff member",
  shopify: "Shopify",
  shopify_flow: "Shopify Flow",
};

/** Whether an entry names a staff member, by their id at Shopify. */
export const isStaff = (person: string): boolean => !Object.hasOwn(SYSTEMS, person);

/** Who an entry of the log names. */
export function personWords(person: string): string {
  return SYSTEMS[person] ?? `Staff member ${person}`;
}
