import { addressedLanguage, isWayOfWriting, type GermanAddress } from "~/i18n/locale";
import {
  ENGLISH_TEXTS,
  TRANSLATED_TEXTS,
  type InboxTexts,
  type ReadyTexts,
} from "./ready-texts.server";

/** Another subject of a prebuilt email, with its preview text. */
export interface ReadySubject extends InboxTexts {
  /** The experiment's variant: "ready-2". */
  readonly variant: string;
}

const PREFIX = "ready-";

/** The other subjects of a prebuilt email in English, ready to be tested; empty for other emails. */
export function listReadySubjects(templateId: string): readonly ReadySubject[] {
  const others = othersOf(templateId, ENGLISH_TEXTS);
  return Object.entries(others).map(([key, texts]) => ({ variant: `${PREFIX}${key}`, ...texts }));
}

/**
 * Language → subject and preview text of a variant, in all languages of the prebuilt email; null if the variant is not
 * one of its ready subjects.
 *
 * @param address of the German texts
 */
export function findReadySubject(
  templateId: string,
  variant: string,
  address: GermanAddress,
): ReadonlyMap<string, InboxTexts> | null {
  if (!variant.startsWith(PREFIX)) return null;
  const key = variant.slice(PREFIX.length);
  const languages = [...TRANSLATED_TEXTS.keys()].filter((language) => !isWayOfWriting(language));
  const texts = [
    ["en", ENGLISH_TEXTS] as const,
    ...languages.map((language) => {
      const written = TRANSLATED_TEXTS.get(addressedLanguage(language, address));
      return [language, written ?? ENGLISH_TEXTS] as const;
    }),
  ].flatMap(([language, all]) => {
    const own = othersOf(templateId, all)[key];
    return own ? [[language, own] as const] : [];
  });
  return texts.length > 0 ? new Map(texts) : null;
}

function othersOf(
  templateId: string,
  { emails }: ReadyTexts,
): Readonly<Record<string, InboxTexts>> {
  return Object.hasOwn(emails, templateId) ? (emails[templateId]?.others ?? {}) : {};
}
