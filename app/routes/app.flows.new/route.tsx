import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { getDeps } from "~/deps.server";
import { createFlow, NewFlowRequest } from "~/flows/library/create-flow.server";
import { notFound } from "~/http/not-found.server";
import { readForm } from "~/http/read-form.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { beginEmail } from "~/messages/templates/begin-email.server";
import { loadNewFlowPage } from "~/pages/flows/new-flow-page.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { NewFlowPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db } = await requireShopDeps(request);
  return loadNewFlowPage(db, shopId);
}

/** Creates a flow for a trigger, and opens it. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = { ...(await getDeps()), beginEmail };
  const parsed = NewFlowRequest.safeParse(Object.fromEntries(await readForm(request)));
  if (!parsed.success) notFound();
  const { language } = requestLocale(request);
  const flowId = await createFlow(shopId, parsed.data, "merchant", deps, language);
  return flowId === null
    ? data({ isIncomplete: true }, 422)
    : redirect(`/app/flows/${encodeURIComponent(flowId)}`);
}

export default function NewFlowRoute() {
  const page = useLoaderData<typeof loader>();
  const create = useFetcher<typeof action>();
  return (
    <NewFlowPage
      page={page}
      isIncomplete={create.data?.isIncomplete ?? false}
      isCreating={create.state !== "idle"}
      onCreate={(flow) => create.submit(flow, { method: "post" })}
    />
  );
}
