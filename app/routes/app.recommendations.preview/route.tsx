import { data, type ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import { previewRules } from "~/recommendations/rules/preview-rules.server";
import { parseRules, type RuleProblem } from "~/recommendations/rules/rules-store.server";

const Draft = z.object({ rules: z.unknown() });

/** What rules would change. Nothing is stored. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const draft = Draft.safeParse(await readJson(request));
  const parsed = parseRules(draft.data?.rules);
  if (parsed.kind === "invalid") {
    return data({ preview: null, problems: parsed.problems }, 422);
  }
  const deps = await getDeps();
  const problems: readonly RuleProblem[] = [];
  return data({
    preview: await previewRules(deps.db, shopId, parsed.rules, deps),
    problems,
  });
}
