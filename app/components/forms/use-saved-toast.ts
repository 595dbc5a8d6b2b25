import { useEffect, useRef } from "react";
import { appBridge } from "../app-bridge";

/**
 * Says in the admin that something was saved: once for each version, and not before the first. It
 * waits until the page has loaded what was saved: until then the save bar still holds the merchant back.
 */
export function useSavedToast(version: number | null, text: string, isLoading = false): void {
  const announced = useRef<number | null>(null);
  useEffect(() => {
    if (version === null || isLoading || announced.current === version) return;
    announced.current = version;
    appBridge()?.toast.show(text);
  }, [version, text, isLoading]);
}
