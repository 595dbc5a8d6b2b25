import { z } from "zod";
import type { Preferences } from "./preferences";

/**
 * A choice that a mail's button leads to. The page then has it made, and the reader saves it: programs that check
 * mail open every address in it, so that opening one must change nothing.
 */
export const OfferedChoice = z.enum(["less-often", "pause"]);
export type OfferedChoice = z.infer<typeof OfferedChoice>;

/** How long the pause is that a mail offers, in days. */
export const OFFERED_PAUSE_DAYS = 30;

const PARAMETER = "choose";

/** The preference page of a mail with a choice made. */
export function choiceUrl(preferencesUrl: string, choice: OfferedChoice): string {
  return `${preferencesUrl}?${PARAMETER}=${choice}`;
}

/** The choice that an address of the page has made; null: none. */
export function choiceIn({ searchParams }: URL): OfferedChoice | null {
  return OfferedChoice.nullable().catch(null).parse(searchParams.get(PARAMETER));
}

/** How often mail may come at most once a choice is made. */
export function frequencyWith(
  choice: OfferedChoice | null,
  { frequency }: Pick<Preferences, "frequency">,
): Preferences["frequency"] {
  return choice === "less-often" ? "monthly" : frequency;
}
