import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { explainFlow } from "~/pages/customers/explain-flow.server";
import { getDeps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";

const Question = z.object({ customer: z.string().trim().min(1).max(320) });

/** Why a customer got or did not get the emails of a flow. A POST, because an email address in a URL would end up in logs. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const question = Question.safeParse(await readJson(request));
  if (!question.success) return Response.json({ answer: null });
  const deps = await getDeps();
  const flowId = params.flowId ?? "";
  const known = await deps.db.flow.findUnique({ where: { shopId_flowId: { shopId, flowId } } });
  if (!known) notFound();
  const requested = { flowId, ...question.data };
  return Response.json({ answer: await explainFlow(deps.db, shopId, requested, deps) });
}
