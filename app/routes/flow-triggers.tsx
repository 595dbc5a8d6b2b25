import type { ActionFunctionArgs } from "@remix-run/node";
import { receiveTriggerUse } from "~/delivery/shopify-flow/receive-trigger-use.server";
import { getDeps } from "~/deps.server";
import { readBody } from "~/http/read-body.server";

const MAX_BYTES = 64 * 1024;
const STATUS = { taken: 200, unsigned: 401, unreadable: 400 } as const;

/** Shopify reports which of our triggers the shop's workflows use. */
export async function action({ request }: ActionFunctionArgs) {
  if (request.method !== "POST") return methodNotAllowed();
  const body = await readBody(request, MAX_BYTES);
  if (!body) return new Response(null, { status: 413 });
  const outcome = await receiveTriggerUse(request.headers, body, await getDeps());
  return new Response(null, { status: STATUS[outcome] });
}

export const loader = () => methodNotAllowed();

const methodNotAllowed = () => new Response(null, { status: 405, headers: { Allow: "POST" } });
