import { useEffect } from "react";
import { appBridge } from "./app-bridge";

/** Says in the admin that something was saved, once for each text; null says nothing. */
export function useSavedToast(text: string | null): void {
  useEffect(() => {
    if (text !== null) appBridge()?.toast.show(text);
  }, [text]);
}
