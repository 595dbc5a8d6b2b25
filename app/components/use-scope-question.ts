import { useState } from "react";
import { appBridge } from "./app-bridge";

type Answer = "not_yet" | "asking" | "granted" | "declined" | "failed";

/** Requests an optional scope from the merchant in Shopify's dialog. */
export function useScopeQuestion(scope: string, onGranted: () => void) {
  const [answer, setAnswer] = useState<Answer>("not_yet");
  async function ask() {
    setAnswer("asking");
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
  return { answer, onAsk: () => void ask() };
}
