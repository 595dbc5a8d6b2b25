import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import { OWN_TEXT_SECTIONS } from "~/i18n/own-texts";
import { checkOwnTexts, OwnTextsEdit } from "~/pages/texts/save-own-texts.server";
import { previewOwnTexts, type OwnTextsPreview } from "~/pages/texts/preview-own-texts.server";
import { showPreferences } from "~/routes/p.$token/show-preferences.server";

const PreviewRequest = OwnTextsEdit.extend({ section: z.enum(OWN_TEXT_SECTIONS) });

/** A preview with unsaved texts. Nothing is stored. */
export async function action({ request }: ActionFunctionArgs): Promise<OwnTextsPreview> {
  const shopId = await requireShop(request);
  const wanted = PreviewRequest.safeParse(await readJson(request));
  if (!wanted.success || Object.keys(checkOwnTexts(wanted.data.texts)).length > 0) {
    return { kind: "refused", reason: "invalid" };
  }
  return previewOwnTexts(shopId, wanted.data, { ...(await getDeps()), showPreferences });
}
