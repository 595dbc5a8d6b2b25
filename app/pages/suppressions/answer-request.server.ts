import { z } from "zod";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import {
  changeSuppression,
  SuppressionChange,
  type UnchangedReason,
} from "~/delivery/suppressions/change-suppressions.server";
import { getSuppressionPage, type SuppressionPage } from "./list-suppressions.server";

type Deps = CommonDeps<"db" | "keyring" | "now">;

const Find = z.object({ kind: z.literal("find"), address: z.string().trim().max(254) });

export interface SuppressionAnswer {
  /** The search result. */
  readonly found: SuppressionPage | null;
  /** Time of the change in milliseconds; null if there was none. */
  readonly done: number | null;
  readonly error: SuppressionProblem | null;
}

/** `address` and `why`: invalid input; the others say why nothing changed. */
export type SuppressionProblem = UnchangedReason | "address" | "why" | "unreadable";

/** Performs a request of the suppressions page. */
export async function answerSuppressionRequest(
  shopId: ShopId,
  body: unknown,
  deps: Deps,
): Promise<SuppressionAnswer> {
  const find = Find.safeParse(body);
  if (find.success) {
    const { address } = find.data;
    const found =
      address === "" ? null : await getSuppressionPage(deps.db, shopId, { address, page: 1 }, deps);
    return { found, done: null, error: null };
  }
  const change = SuppressionChange.safeParse(body);
  if (!change.success) {
    const field = change.error.issues[0]?.path[0];
    const error = field === "address" || field === "why" ? field : "unreadable";
    return { found: null, done: null, error };
  }
  const outcome = await changeSuppression(shopId, change.data, deps);
  return outcome.kind === "changed"
    ? { found: null, done: deps.now().getTime(), error: null }
    : { found: null, done: null, error: outcome.reason };
}
