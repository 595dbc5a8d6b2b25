import { useFetcher } from "@remix-run/react";
import { useState } from "react";

/** Turns flows on and off. */
export interface FlowSwitch {
  /** The flow of the current or last request, and whether that was refused. */
  readonly flowId: string | null;
  readonly isBusy: boolean;
  readonly isRefused: boolean;
  readonly onSwitch: (flowId: string, status: "live" | "paused") => void;
}

/** Turns flows on and off by the action of the flow list. */
export function useFlowSwitch(): FlowSwitch {
  const fetcher = useFetcher<{ readonly problem: object | null }>();
  const [flowId, setFlowId] = useState<string | null>(null);
  return {
    flowId,
    isBusy: fetcher.state !== "idle",
    isRefused: (fetcher.data?.problem ?? null) !== null,
    onSwitch(switchedId, status) {
      setFlowId(switchedId);
      const change = { flowId: switchedId, status };
      fetcher.submit(change, { method: "post", action: "/app/flows?index" });
    },
  };
}
