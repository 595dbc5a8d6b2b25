import { useFetcher } from "@remix-run/react";
import { useWhy } from "~/components/flows/use-why";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import type { loader as historyLoader } from "../app.flows.$flowId_.history";
import type { loader as simulationLoader } from "../app.flows.$flowId_.simulation";
import type { action as changeAction } from "../app.flows.$flowId_.change";
import type { action as switchAction } from "../app.flows._index/route";
import type { FlowAct } from "./confirm-change";
import type { action as saveAction } from "./route";

const asJson = { method: "post", encType: "application/json" } as const;

/** The page's requests to the server and their results. */
export function useFlowRequests(flowId: string) {
  const save = useFetcher<typeof saveAction>();
  const toggle = useFetcher<typeof switchAction>();
  const change = useFetcher<typeof changeAction>();
  const simulation = useFetcher<typeof simulationLoader>();
  const history = useFetcher<typeof historyLoader>();
  const why = useWhy();
  return {
    why,
    /** The last saved version; null: none. */
    saved: save.data && "saved" in save.data ? save.data.saved : null,
    /** The last version that a restored one became; null: none. */
    restored: change.data?.restored ?? null,
    isActing: change.state !== "idle",
    problems: save.data?.problems ?? {},
    problem: save.data?.problem ?? toggle.data?.problem ?? change.data?.problem ?? null,
    isSaving: save.state !== "idle",
    /** Who enters the flow at once, if it was just turned on. */
    entering: toggle.data?.entering ?? null,
    isSwitching: toggle.state !== "idle",
    simulation: simulation.data ?? null,
    isSimulating: simulation.state !== "idle",
    onSave: (edit: FlowEdit) => save.submit(edit, asJson),
    onSwitch: (status: "live" | "paused") =>
      toggle.submit({ flowId, status }, { method: "post", action: "/app/flows" }),
    onAct: (act: FlowAct) =>
      change.submit(act, { ...asJson, action: `/app/flows/${flowId}/change` }),
    history: history.data?.entries ?? null,
    isLoadingHistory: history.state !== "idle",
    onShowHistory: () => history.load(`/app/flows/${flowId}/history`),
    onSimulate: () => simulation.load(`/app/flows/${flowId}/simulation`),
  };
}
