import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import type { RulesPreviewData } from "~/pages/recommendations/explanation";
import { previewRules } from "~/pages/recommendations/preview-rules.server";
import {
  parseRules,
  type RecommendationRuleProblem,
} from "~/recommendations/rules/rules-store.server";

/** The data of the recommendations page. */
export interface RulesAnswer {
  readonly preview: RulesPreviewData | null;
  readonly problems: readonly RecommendationRuleProblem[];
}

const Draft = z.object({ rules: z.unknown() });

/** The effect of unsaved rules. Stores nothing. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const draft = Draft.safeParse(await readJson(request));
  const parsed = parseRules(draft.data?.rules);
  if (parsed.kind === "invalid") {
    const refused: RulesAnswer = { preview: null, problems: parsed.problems };
    return Response.json(refused, { status: 422 });
  }
  const deps = await getDeps();
  const preview = await previewRules(deps.db, shopId, parsed.rules, deps);
  const answer: RulesAnswer = { preview, problems: [] };
  return Response.json(answer);
}
