import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import {
  findMatchingCustomers,
  type CustomerMatches,
} from "~/pages/customers/customer-list.server";
import { recordSearch } from "~/privacy/record-view.server";

const Search = z.object({
  query: z.string().trim().min(1).max(320),
  limit: z.number().int().min(1).max(50),
});

/** Customers while typing. A POST, because a name in a URL would end up in logs. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const search = Search.safeParse(await readJson(request));
  if (!search.success) {
    return Response.json({ rows: [], hasMore: false, isShort: false } satisfies CustomerMatches);
  }
  const { query, limit } = search.data;
  const { db, keyring, now } = await getDeps();
  const matches = await findMatchingCustomers(db, shopId, query, { keyring, limit });
  if (matches.rows.length > 0) await recordSearch(db, shopId, now());
  return Response.json(matches);
}
