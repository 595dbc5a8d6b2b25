import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { getDeps } from "~/deps.server";
import type { FlowProblem } from "~/components/flows/use-flow-problem";
import { countEntering } from "~/pages/flows/count-entering.server";
import { getFlowList } from "~/pages/flows/flow-summary.server";
import { SetFlowStatus, setFlowStatus } from "~/flows/status/set-flow-status.server";
import { readForm } from "~/http/read-form.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { FlowsPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  return getFlowList(db, shopId, now());
}

/** Activates or pauses a flow; also for the page of a single flow. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const command = SetFlowStatus.safeParse(Object.fromEntries(await readForm(request)));
  if (!command.success) return refused({ code: "unreadable" }, 422);

  const deps = await getDeps();
  const outcome = await setFlowStatus(shopId, command.data, "merchant", deps);
  switch (outcome.kind) {
    case "refused":
      return refused({ code: outcome.reason });
    case "locked":
      return refused({
        code: "too_few_buyers",
        buyers: outcome.buyers,
        needed: outcome.needed,
      });
    case "changed":
    case "unchanged":
      return data({
        problem: null,
        entering: await countEntering(deps.db, shopId, command.data.flowId, deps.now()),
      });
  }
}

const refused = (problem: FlowProblem, status = 409) =>
  data({ problem, entering: null }, { status });

export default function FlowsRoute() {
  const list = useLoaderData<typeof loader>();
  const toggle = useFetcher<typeof action>();
  const flowId = toggle.formData?.get("flowId");
  const status = toggle.formData?.get("status") === "live" ? "live" : "paused";
  return (
    <FlowsPage
      list={list}
      problem={toggle.data?.problem ?? null}
      entering={toggle.data?.entering ?? null}
      switching={typeof flowId === "string" ? { flowId, status } : null}
      onSwitch={(flowId, status) => toggle.submit({ flowId, status }, { method: "post" })}
    />
  );
}
