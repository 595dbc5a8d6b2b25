import { useEffect } from "react";
import { appBridge } from "~/components/app-bridge";

/** Says in the admin what was done, each time that it is. */
export function useToast(text: string | null, state: "idle" | "submitting" | "loading"): void {
  useEffect(() => {
    if (state === "loading" && text !== null) appBridge()?.toast.show(text);
  }, [text, state]);
}
