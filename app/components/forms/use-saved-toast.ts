import { useEffect, useRef } from "react";
import { appBridge } from "../app-bridge";

/**
 * Shows a toast after a save: once per version, and not for the first version. It waits until the page has loaded the
 * saved values, because the save bar blocks navigation until then.
 */
export function useSavedToast(version: number | null, text: string, isLoading = false): void {
  const announced = useRef<number | null>(null);
  useEffect(() => {
    if (version === null || isLoading || announced.current === version) return;
    announced.current = version;
    appBridge()?.toast.show(text);
  }, [version, text, isLoading]);
}
