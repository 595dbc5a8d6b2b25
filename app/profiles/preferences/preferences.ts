import { z } from "zod";

/** Kinds of marketing mail that can be turned off one by one. */
export const Topic = z.enum(["reminders", "ideas", "news"]);
export type Topic = z.infer<typeof Topic>;

/** How often marketing mail may come at most; `usual`: as the shop has it. */
export const Frequency = z.enum(["usual", "weekly", "monthly"]);
export type Frequency = z.infer<typeof Frequency>;

/** Languages that a person may choose between: those that mails are written in (messages/document/languages.ts). */
export const Language = z.enum(["en", "de", "fr", "es", "ja", "ar"]);

/** What a person chose about the mail of one shop. */
export const Preferences = z.object({
  topicsOff: z.array(Topic),
  frequency: Frequency,
  /** No marketing mail before this. */
  pausedUntil: z.date().nullable(),
  /** null: as Shopify has it. */
  language: Language.nullable(),
  /** Whether what they bought and looked at may choose what they are shown. */
  profiling: z.boolean(),
  openTracking: z.boolean(),
});
export type Preferences = z.infer<typeof Preferences>;

/** What holds for whoever chose nothing. */
export const NO_PREFERENCES: Preferences = {
  topicsOff: [],
  frequency: "usual",
  pausedUntil: null,
  language: null,
  profiling: true,
  openTracking: true,
};

const DAY_MS = 86_400_000;
const LEAST_DAYS = { usual: 0, weekly: 7, monthly: 28 } as const satisfies Record<
  Frequency,
  number
>;

/** Least milliseconds between two marketing mails by a person's choice. */
export function leastDistanceMs(frequency: Frequency): number {
  return LEAST_DAYS[frequency] * DAY_MS;
}

/** An address that its owner recognises and nobody else learns: `a•••@e•••.com`. */
export function maskAddress(email: string): string {
  const [local = "", domain = ""] = email.split("@");
  const dot = domain.lastIndexOf(".");
  const ending = dot > 0 ? domain.slice(dot) : "";
  const first = (text: string) => `${String.fromCodePoint(text.codePointAt(0) ?? 0x2022)}•••`;
  return `${first(local)}@${first(domain)}${ending}`;
}
