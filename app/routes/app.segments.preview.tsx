import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import { previewRule } from "~/pages/segments/preview-rule.server";

const PreviewRequest = z.object({ segmentId: z.string().nullable(), rule: z.unknown() });

/** The number of customers that match a rule while it is edited. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const preview = PreviewRequest.safeParse(await readJson(request));
  if (!preview.success) return new Response(null, { status: 400 });
  const { segmentId, rule } = preview.data;
  return Response.json(await previewRule(shopId, segmentId, rule, await getDeps()));
}
