import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireShopDeps } from "~/http/require-shop.server";
import { streamCsv } from "~/http/stream-csv.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { textIn } from "~/i18n/text-in.server";
import { listShownRules } from "~/pages/recommendations/bought-together.server";
import { readRuleQuery } from "~/pages/recommendations/rule-order";
import { rulesCsv } from "~/pages/recommendations/rules-csv";

/** Downloads the rules that the table's filter leaves. They contain no personal data. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db } = await requireShopDeps(request);
  const query = readRuleQuery(new URL(request.url).searchParams);
  const rules = await listShownRules(db, shopId, query);
  const text = textIn(requestLocale(request).language, "recommendations");
  return streamCsv([rulesCsv(rules, text)], "kindred-bought-together.csv");
}
