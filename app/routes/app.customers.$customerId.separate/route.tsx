import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";
import { reverseJoin } from "~/profiles/visitors/reverse-join.server";

const Asked = z.object({ visitorId: z.string().min(1).max(64) });

/** The merchant says that a browser is not the customer's: its visits are separated. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const asked = Asked.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return new Response(null, { status: 422 });
  const { visitorId } = asked.data;
  const customerId = params.customerId ?? "";
  return { separated: await reverseJoin(shopId, { visitorId, customerId }, await getDeps()) };
}
