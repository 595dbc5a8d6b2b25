import { z } from "zod";
import type { Preferences } from "./preferences";

/**
 * A preference preset linked from an email. The page preselects it and the recipient saves it: security scanners
 * open every link, so opening one must change nothing.
 */
export const OfferedChoice = z.enum(["less-often", "pause"]);
export type OfferedChoice = z.infer<typeof OfferedChoice>;

/** Length of the offered pause in days. */
export const OFFERED_PAUSE_DAYS = 30;

const PARAMETER = "choose";

/** The URL of the preference page with a preset. */
export function choiceUrl(preferencesUrl: string, choice: OfferedChoice): string {
  return `${preferencesUrl}?${PARAMETER}=${choice}`;
}

/** The preset in a page URL; null if none. */
export function choiceIn({ searchParams }: URL): OfferedChoice | null {
  return OfferedChoice.nullable().catch(null).parse(searchParams.get(PARAMETER));
}

/** The maximum frequency with a preset. */
export function frequencyWith(
  choice: OfferedChoice | null,
  { frequency }: Pick<Preferences, "frequency">,
): Preferences["frequency"] {
  return choice === "less-often" ? "monthly" : frequency;
}
