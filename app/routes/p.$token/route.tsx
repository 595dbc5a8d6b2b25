import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import {
  choosePreferences,
  findPreferencePage,
  type PreferencePage,
} from "~/delivery/preferences/preference-page.server";
import { getDeps } from "~/deps.server";
import { isLetThrough } from "~/http/public-door.server";
import { publicDocument, publicPage } from "~/http/public-page.server";
import { readBody } from "~/http/read-body.server";
import { PreferenceForm } from "./page";
import { preferenceStyle } from "./style";

const UNKNOWN = {
  title: "This link is not complete",
  text: "It may have been cut short on its way. Please open it from the mail once more.",
};
const TOO_OFTEN = { title: "Too often", text: "Please wait a minute and try it once more." };
const MAX_BYTES = 4_096;
/** What a shop without a brand looks like. */
const NEUTRAL = "#2b2f36";

/** What somebody may choose about a shop's mail: by a mail's link, without a login, and nothing else by it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isLetThrough(request)) return publicPage(429, TOO_OFTEN);
  const page = await findPreferencePage(params.token ?? "", await getDeps());
  return page === null ? publicPage(404, UNKNOWN) : show(page, false);
}

export async function action({ request, params }: ActionFunctionArgs) {
  if (!isLetThrough(request)) return publicPage(429, TOO_OFTEN);
  const body = await readBody(request, MAX_BYTES);
  if (body === null) return publicPage(413, UNKNOWN);
  const form = new URLSearchParams(new TextDecoder().decode(body));
  const page = await choosePreferences(params.token ?? "", form, await getDeps());
  return page === null ? publicPage(404, UNKNOWN) : show(page, true);
}

const show = (page: PreferencePage, isSaved: boolean) =>
  publicDocument(200, {
    title: `Mail from ${page.shopName}`,
    language: "en",
    style: preferenceStyle(page.look?.accent ?? NEUTRAL),
    children: <PreferenceForm page={page} isSaved={isSaved} />,
  });
