import type { Contact } from "./contact";

/** First and last name as one text, or null when neither is known. */
export function contactName({
  firstName,
  lastName,
}: Pick<Contact, "firstName" | "lastName">): string | null {
  return [firstName, lastName].filter((name) => name?.trim()).join(" ") || null;
}
