import { useEffect } from "react";
import { appBridge } from "~/components/app-bridge";

/** Shows a toast after each completed action. */
export function useToast(text: string | null, state: "idle" | "submitting" | "loading"): void {
  useEffect(() => {
    if (state === "loading" && text !== null) appBridge()?.toast.show(text);
  }, [text, state]);
}
