import { useRevalidator } from "@remix-run/react";
import { appBridge } from "~/components/app-bridge";
import { useScopeQuestion } from "~/components/use-scope-question";
import { OLDER_ORDERS } from "~/shopify/older-orders";

const PROBLEMS = {
  declined: "You said no. Nothing has changed, and you can say yes here at any time.",
  failed:
    "Shopify did not ask you. Whoever runs Kindred for you needs Shopify's approval to read older orders.",
};

/** Requests permission to read older orders. */
export function useOlderOrders() {
  const { revalidate } = useRevalidator();
  const { answer, onAsk } = useScopeQuestion(OLDER_ORDERS, () => {
    // The result arrives by webhook and is shown then.
    appBridge()?.toast.show("Older orders are being read");
    revalidate();
  });
  return {
    isAsking: answer === "asking",
    isGranted: answer === "granted",
    problem: answer === "declined" || answer === "failed" ? PROBLEMS[answer] : null,
    onAsk,
  };
}
