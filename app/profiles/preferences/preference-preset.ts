import { z } from "zod";
import type { EmailPreferences } from "./preferences";

/**
 * A preference preset linked from an email. The page preselects it and the recipient saves it: security scanners
 * open every link, so opening one must change nothing.
 */
export const PreferencePreset = z.enum(["less-often", "pause"]);
export type PreferencePreset = z.infer<typeof PreferencePreset>;

/** Length of the offered pause in days. */
export const PRESET_PAUSE_DAYS = 30;

const PARAMETER = "choose";

/** The URL of the preference page with a preset. */
export function getPresetUrl(preferencesUrl: string, preset: PreferencePreset): string {
  return `${preferencesUrl}?${PARAMETER}=${preset}`;
}

/** The preset in a page URL; null if none. */
export function readPreset({ searchParams }: URL): PreferencePreset | null {
  return PreferencePreset.nullable().catch(null).parse(searchParams.get(PARAMETER));
}

/** The maximum frequency with a preset. */
export function getPresetFrequency(
  preset: PreferencePreset | null,
  { frequency }: Pick<EmailPreferences, "frequency">,
): EmailPreferences["frequency"] {
  return preset === "less-often" ? "monthly" : frequency;
}
