import { data, type ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import {
  saveRules,
  type RecommendationRuleProblem,
} from "~/recommendations/rules/rules-store.server";

const Save = z.object({ version: z.number().int().nonnegative(), rules: z.unknown() });

/** Saves the merchant's rules. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const save = Save.safeParse(await readJson(request));
  const problems: readonly RecommendationRuleProblem[] = [];
  if (!save.success) return data({ problems, error: "unreadable" as const, saved: null }, 422);

  const { version, rules } = save.data;
  const outcome = await saveRules(shopId, { version, rules }, await getDeps());
  switch (outcome.kind) {
    case "saved":
      return data({ problems, error: null, saved: outcome.version });
    case "invalid":
      return data({ problems: outcome.problems, error: null, saved: null }, 422);
    case "refused":
      return data({ problems, error: "changed" as const, saved: null }, 409);
  }
}
