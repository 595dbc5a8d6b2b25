import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import {
  actOnSavedBlock,
  SavedBlockAct,
  type SavedBlockOutcome,
} from "~/pages/emails/saved-blocks.server";

const REFUSED: ReadonlySet<SavedBlockOutcome["kind"]> = new Set(["not_found", "too_many"]);

/** Saves, changes, renames or deletes a block that several emails share. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const parsed = SavedBlockAct.safeParse(await readJson(request));
  if (!parsed.success) {
    const invalid: SavedBlockOutcome = { kind: "invalid" };
    return Response.json(invalid, { status: 422 });
  }
  const outcome = await actOnSavedBlock(shopId, parsed.data, await getDeps());
  return Response.json(outcome, { status: REFUSED.has(outcome.kind) ? 422 : 200 });
}
