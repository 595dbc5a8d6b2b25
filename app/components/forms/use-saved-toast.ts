import { useEffect } from "react";
import { appBridge } from "../app-bridge";

/** Says in the admin that something was saved: once for each version, and not before the first. */
export function useSavedToast(version: number | null, text: string): void {
  useEffect(() => {
    if (version !== null) appBridge()?.toast.show(text);
  }, [version, text]);
}
