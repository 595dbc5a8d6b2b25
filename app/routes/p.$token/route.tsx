import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import {
  choosePreferences,
  findPreferencePage,
  type PreferencePage,
} from "~/pages/preferences/preference-page.server";
import { getDeps } from "~/deps.server";
import { nameEmailLanguages } from "~/http/email-languages.server";
import { brandStyle } from "~/http/page-brand";
import { isPageAllowed } from "~/http/public-rate-limits.server";
import { publicDocument, publicLocale, publicNotice, publicText } from "~/http/public-page.server";
import { readBody } from "~/http/read-body.server";
import { readPreset, type PreferencePreset } from "~/profiles/preferences/preference-preset";
import { PreferenceForm } from "./page";
import { PREFERENCE_STYLE } from "./style";

const MAX_BYTES = 4_096;

/** The preference page, reached by an email link without a login; the link grants nothing else. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isPageAllowed(request)) return publicNotice(429, request, "tooOften");
  const page = await findPreferencePage(params.token ?? "", await getDeps());
  return show(request, page, { isSaved: false, offered: readPreset(new URL(request.url)) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  if (!isPageAllowed(request)) return publicNotice(429, request, "tooOften");
  const body = await readBody(request, MAX_BYTES);
  if (body === null) return publicNotice(413, request, "incomplete");
  const form = new URLSearchParams(new TextDecoder().decode(body));
  const page = await choosePreferences(params.token ?? "", form, await getDeps());
  return show(request, page, { isSaved: true, offered: null });
}

function show(
  request: Request,
  page: PreferencePage | null,
  state: { readonly isSaved: boolean; readonly offered: PreferencePreset | null },
): Response {
  if (page === null) return publicNotice(404, request, "incomplete");
  const locale = publicLocale([page.chosen.language, page.locale], request, page.look);
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
