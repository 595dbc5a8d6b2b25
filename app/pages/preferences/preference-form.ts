import { Frequency, Topic, type EmailPreferences } from "~/profiles/preferences/preferences";

const DAY_MS = 86_400_000;

/** Checkbox to subscribe again. */
export const RESUBSCRIBE_FIELD = "resubscribe";

/** Pause lengths in days. */
export const PAUSE_DAYS = [14, 30, 90] as const;

/**
 * Parses the form. An unticked box is not sent; unreadable values change nothing.
 *
 * @param form name and value pairs; names may repeat
 * @param languages the languages that can be chosen
 */
export function readPreferenceForm(
  form: URLSearchParams,
  before: EmailPreferences,
  now: Date,
  languages: readonly string[],
): EmailPreferences {
  const wanted = new Set(form.getAll("topic"));
  const language = form.get("language") ?? "";
  const known = languages.includes(language) ? language : before.language;
  return {
    topicsOff: Topic.options.filter((topic) => !wanted.has(topic)),
    frequency: Frequency.catch(before.frequency).parse(form.get("frequency")),
    pausedUntil: pauseOf(form.get("pause") ?? "", before, now),
    language: language === "" ? null : known,
    profiling: form.has("profiling"),
    openTracking: form.has("openTracking"),
  };
}

function pauseOf(pause: string, before: EmailPreferences, now: Date): Date | null {
  if (pause === "none") return null;
  const days = PAUSE_DAYS.find((it) => String(it) === pause);
  return days === undefined ? before.pausedUntil : new Date(now.getTime() + days * DAY_MS);
}
