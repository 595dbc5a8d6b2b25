import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { createTriggerableFlow } from "~/flows/shopify-flow/create-triggerable-flow.server";
import { SegmentFlow, createSegmentFlow } from "~/flows/library/create-segment-flow.server";
import { notFound } from "~/http/not-found.server";
import { readForm } from "~/http/read-form.server";
import { requireShop } from "~/http/require-shop.server";
import { beginEmail } from "~/messages/templates/begin-email.server";

/** Creates a flow for joining or leaving a segment or for Shopify Flow, and opens it. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = { ...(await getDeps()), beginEmail };
  const form = Object.fromEntries(await readForm(request));
  if (form["from"] === "shopify_flow") {
    const flowId = await createTriggerableFlow(shopId, "merchant", deps);
    return redirect(`/app/flows/${flowId}`);
  }
  const parsed = SegmentFlow.safeParse(form);
  if (!parsed.success) notFound();
  const flowId = await createSegmentFlow(shopId, parsed.data, "merchant", deps);
  return flowId === null ? notFound() : redirect(`/app/flows/${flowId}`);
}
