import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { FlowProblem } from "~/components/flows/use-flow-problem";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import { getDeps } from "~/deps.server";
import { findFlowPage } from "~/pages/flows/flow-page.server";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { useText } from "~/i18n/text-provider";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { FlowEdit } from "~/flows/editing/edit-flow";
import { findForecastOutcome } from "~/pages/flows/flow-forecast-check.server";
import { loadFlowEmails } from "~/pages/flows/flow-emails.server";
import { saveFlowEdit } from "~/pages/flows/save-flow-edit.server";
import { FlowPage } from "./page";
import { useFlowRequests } from "./use-flow-requests";
import { useFlowTab } from "./use-flow-tab";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  const flow = await findFlowPage(db, shopId, params.flowId ?? "", now());
  if (!flow) return notFound();
  const forecast = await findForecastOutcome(db, shopId, flow.flowId, now());
  return { ...flow, forecast, ...(await loadFlowEmails(db, shopId, flow)) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const edit = FlowEdit.safeParse(await readJson(request));
  if (!edit.success) return refused({ code: "unreadable" }, 422);

  const outcome = await saveFlowEdit(shopId, params.flowId ?? "", edit.data, await getDeps());
  switch (outcome.kind) {
    case "saved":
      return data({ problems: {}, problem: null, saved: outcome.version });
    case "invalid":
      return data({ problems: outcome.problems, problem: null }, 422);
    case "refused":
      return refused({ code: outcome.reason });
  }
}

const refused = (problem: FlowProblem, status = 409) => data({ problems: {}, problem }, status);

export default function FlowRoute() {
  const flow = useLoaderData<typeof loader>();
  const { saved, restored, ...requests } = useFlowRequests(flow.flowId);
  const text = useText("flow-editor");
  useSavedToast(saved, text("saved"), requests.isSaving);
  useSavedToast(restored, text("history.restored"), requests.isActing);
  const tabs = useFlowTab(requests.problems);
  return <FlowPage key={flow.flowId} flow={flow} {...requests} {...tabs} />;
}
