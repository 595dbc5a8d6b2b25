import { createRequire } from "node:module";
import type { AppProviderProps } from "@shopify/polaris";

type PolarisTexts = Extract<AppProviderProps["i18n"], readonly unknown[]>[number];

const requireFile = createRequire(import.meta.url);
const read = new Map<string, PolarisTexts | null>();

/** Polaris's own texts in a language; null: its English ones, which the page has anyway. */
export function polarisTexts(language: string): PolarisTexts | null {
  let texts = read.get(language);
  if (texts === undefined) {
    texts = language === "en" ? null : load(language);
    read.set(language, texts);
  }
  return texts;
}

/** @param language one of the catalog's languages, so that no path comes from a request */
function load(language: string): PolarisTexts | null {
  try {
    return requireFile(`@shopify/polaris/locales/${language}.json`) as PolarisTexts;
  } catch {
    return null;
  }
}
