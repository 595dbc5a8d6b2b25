import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import {
  choosePreferences,
  findPreferencePage,
  type PreferencePage,
} from "~/pages/preferences/preference-page.server";
import { getDeps } from "~/deps.server";
import { isPageAllowed } from "~/http/public-rate-limits.server";
import { publicLocale, publicNotice } from "~/http/public-page.server";
import { readBody } from "~/http/read-body.server";
import { readPreset } from "~/profiles/preferences/preference-preset";
import { showPreferences } from "./show-preferences.server";

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
  state: Parameters<typeof showPreferences>[2],
): Response {
  if (page === null) return publicNotice(404, request, "incomplete");
  const locale = publicLocale([page.chosen.language, page.locale], request, page.look);
  return showPreferences(page, locale, state);
}
