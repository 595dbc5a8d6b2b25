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
  return { answer, onRequest: () => void request() };
}
