import { useEffect } from "react";
import { appBridge } from "~/components/app-bridge";

/** Says in the admin what was done, each time that it is. */
export function useSaid(said: string | null, state: "idle" | "submitting" | "loading"): void {
  useEffect(() => {
    if (state === "loading" && said !== null) appBridge()?.toast.show(said);
  }, [said, state]);
}
