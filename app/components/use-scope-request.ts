import { useRevalidator } from "@remix-run/react";
import { useState } from "react";
import { appBridge } from "./app-bridge";

type Answer = "not_yet" | "requesting" | "granted" | "declined" | "failed";

/** Requests an optional scope from the merchant in Shopify's dialog. */
export function useScopeRequest(scope: string, onGranted: () => void) {
  const [answer, setAnswer] = useState<Answer>("not_yet");
  async function request() {
    setAnswer("requesting");
    try {
      const granted = await appBridge()?.scopes.request([scope]);
      if (!granted) throw new Error("App Bridge is not there");
      const isGranted = granted.result === "granted-all";
      setAnswer(isGranted ? "granted" : "declined");
      if (isGranted) onGranted();
    } catch {
      setAnswer("failed");
    }
  }
  return {
    isRequesting: answer === "requesting",
    isGranted: answer === "granted",
    problem: answer === "declined" || answer === "failed" ? answer : null,
    onRequest: () => void request(),
  };
}

export type ScopeRequest = ReturnType<typeof useScopeRequest>;

/**
 * The same for what the app does once it has the scope. Shopify reports that by webhook, so the page shows a message, and
 * its data as far as it goes.
 */
export function useScopeRequestWithToast(scope: string, granted: string): ScopeRequest {
  const { revalidate } = useRevalidator();
  return useScopeRequest(scope, () => {
    appBridge()?.toast.show(granted);
    revalidate();
  });
}
