import { z } from "zod";

/** Marketing topics that can be turned off separately. */
export const Topic = z.enum(["reminders", "ideas", "news"]);
export type Topic = z.infer<typeof Topic>;

/** Maximum frequency of marketing email; `usual`: the shop's setting. */
export const Frequency = z.enum(["usual", "weekly", "monthly"]);
export type Frequency = z.infer<typeof Frequency>;

/** A recipient's email preferences for one shop. */
export const EmailPreferences = z.object({
  topicsOff: z.array(Topic),
  frequency: Frequency,
  /** No marketing email before this time. */
  pausedUntil: z.date().nullable(),
  /** BCP 47; null: the language in Shopify. */
  language: z.string().nullable(),
  /** Whether purchases and browsing may be used for personalization. */
  profiling: z.boolean(),
  openTracking: z.boolean(),
});
export type EmailPreferences = z.infer<typeof EmailPreferences>;

/** Defaults without saved preferences. */
export const DEFAULT_PREFERENCES: EmailPreferences = {
  topicsOff: [],
  frequency: "usual",
  pausedUntil: null,
  language: null,
  profiling: true,
  openTracking: true,
};

const DAY_MS = 86_400_000;
const MIN_DAYS = { usual: 0, weekly: 7, monthly: 28 } as const satisfies Record<Frequency, number>;

/** Minimum milliseconds between two marketing emails for a frequency. */
export function getMinIntervalMs(frequency: Frequency): number {
  return MIN_DAYS[frequency] * DAY_MS;
}

/** Masks an email address so that only its owner recognizes it: `a•••@e•••.com`. */
export function maskAddress(email: string): string {
  const [local = "", domain = ""] = email.split("@");
  const dot = domain.lastIndexOf(".");
  const ending = dot > 0 ? domain.slice(dot) : "";
  const first = (text: string) => `${String.fromCodePoint(text.codePointAt(0) ?? 0x2022)}•••`;
  return `${first(local)}@${first(domain)}${ending}`;
}
