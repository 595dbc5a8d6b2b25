import type { PreferencePage } from "~/pages/preferences/preference-page.server";
import { nameEmailLanguages } from "~/http/email-languages.server";
import { brandStyle } from "~/http/page-brand";
import { publicDocument, publicText } from "~/http/public-page.server";
import type { PageLocale } from "~/i18n/locale";
import type { PreferencePreset } from "~/profiles/preferences/preference-preset";
import { PreferenceForm } from "./page";
import { PREFERENCE_STYLE } from "./style";

interface FormState {
  readonly isSaved: boolean;
  readonly offered: PreferencePreset | null;
}

/** The preference page as HTML. */
export function showPreferences(
  page: PreferencePage,
  locale: PageLocale,
  state: FormState = { isSaved: false, offered: null },
): Response {
  const text = publicText(locale, page.timeZone, page.look);
  return publicDocument(page.maskedAddress === null ? 410 : 200, {
    title: text("preferences.tab", { shop: page.look.shopName }),
    language: locale.language,
    style: brandStyle(page.look) + PREFERENCE_STYLE,
    children: (
      <PreferenceForm
        page={page}
        text={text}
        languages={nameEmailLanguages(page.look.texts)}
        {...state}
      />
    ),
  });
}
