/** What Kindred itself notes on suppressions. Stored in English; pages show it in the merchant's language. */
export const OWN_NOTES = {
  bounced: "It bounced before, in an email of another shop",
  blocked: "It is blocked at the email provider, for all shops",
  imported: "Imported",
} as const;

/** The key of a note that is Kindred's own; null for any other. */
export function findOwnNote(note: string | null): keyof typeof OWN_NOTES | null {
  const keys = Object.keys(OWN_NOTES) as (keyof typeof OWN_NOTES)[];
  return keys.find((key) => OWN_NOTES[key] === note) ?? null;
}
