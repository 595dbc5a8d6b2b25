import { useRevalidator } from "@remix-run/react";
import { useState } from "react";
import { appBridge } from "~/components/app-bridge";
import { OLDER_ORDERS } from "~/shopify/older-orders";

type Asked = "not_yet" | "asking" | "granted" | "declined" | "failed";

const PROBLEMS: Partial<Record<Asked, string>> = {
  declined: "You said no. Nothing has changed, and you can say yes here at any time.",
  failed:
    "Shopify did not ask you. Whoever runs Kindred for you needs Shopify's approval to read older orders.",
};

/** Asks the merchant, by Shopify's own window, for the permission to read older orders. */
export function useOlderOrders() {
  const [asked, setAsked] = useState<Asked>("not_yet");
  const { revalidate } = useRevalidator();
  async function ask() {
    setAsked("asking");
    try {
      const answer = await appBridge()?.scopes.request([OLDER_ORDERS]);
      if (!answer) throw new Error("App Bridge is not there");
      const isGranted = answer.result === "granted-all";
      setAsked(isGranted ? "granted" : "declined");
      // What follows from it is told by a webhook, and shown once that has come.
      if (isGranted) appBridge()?.toast.show("Older orders are being read");
      revalidate();
    } catch {
      setAsked("failed");
    }
  }
  return {
    isAsking: asked === "asking",
    isGranted: asked === "granted",
    problem: PROBLEMS[asked] ?? null,
    onAsk: () => void ask(),
  };
}
