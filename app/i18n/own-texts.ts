import { z } from "zod";
import { findOwnTextProblem, type OwnTextProblem } from "./own-text-problem";

/** A shop's versions of built-in texts: language → "email.footer.unsubscribe" → text, an ICU message. */
export const OwnTexts = z.record(z.string(), z.record(z.string(), z.string()));
export type OwnTexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Own texts as they are stored, for a brand; nothing, if there are none or they are invalid. */
export function readOwnTexts(stored: unknown): { readonly texts?: OwnTexts } {
  const texts = OwnTexts.safeParse(stored);
  return texts.success && Object.keys(texts.data).length > 0 ? { texts: texts.data } : {};
}

/** The texts that a shop can change, as sections of the editor: the beginnings of their keys. */
const SECTION_KEYS = {
  footer: ["email.footer.", "email.because."],
  preferences: ["public.preferences."],
  unsubscribe: ["public.unsubscribe.", "public.unsubscribed.", "public.noAddress."],
  confirmation: [
    "email.confirmation.",
    "public.confirmNews.",
    "public.confirmNotify.",
    "public.confirmedNews.",
    "public.confirmedNotify.",
  ],
  products: ["email.reason.", "email.rating.", "email.summary.", "email.stock.", "email.coupon."],
} as const;
export type OwnTextSection = keyof typeof SECTION_KEYS;
export const OWN_TEXT_SECTIONS = Object.keys(SECTION_KEYS) as OwnTextSection[];

/** The features that have such texts. */
export type OwnTextFeature = "email" | "public";

/** The section of a text; null: a shop cannot change it. */
export function sectionOf(key: string): OwnTextSection | null {
  const isIn = (section: OwnTextSection) => SECTION_KEYS[section].some((it) => key.startsWith(it));
  return OWN_TEXT_SECTIONS.find(isIn) ?? null;
}

/** Problems of a language's own texts: key → problem. */
export type OwnTextProblems = Readonly<Record<string, OwnTextProblem>>;

/** @param originals the built-in texts, by key */
export function findOwnTextProblems(
  texts: OwnTexts[string],
  originals: Readonly<Record<string, string>>,
): OwnTextProblems {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) => {
      const original = sectionOf(key) === null ? undefined : originals[key];
      const problem: OwnTextProblem | null =
        original === undefined ? { code: "unknown" } : findOwnTextProblem(text, original);
      return problem === null ? [] : [[key, problem]];
    }),
  );
}
