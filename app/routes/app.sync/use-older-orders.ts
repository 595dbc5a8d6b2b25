import { useRevalidator } from "@remix-run/react";
import { appBridge } from "~/components/app-bridge";
import { useScopeRequest } from "~/components/use-scope-request";
import { useText } from "~/i18n/text-provider";
import { OLDER_ORDERS } from "~/shopify/older-orders";

/** Requests permission to read older orders. */
export function useOlderOrders() {
  const text = useText("sync");
  const { revalidate } = useRevalidator();
  const { answer, onRequest } = useScopeRequest(OLDER_ORDERS, () => {
    // The result arrives by webhook and is shown then.
    appBridge()?.toast.show(text("older.importing"));
    revalidate();
  });
  return {
    isRequesting: answer === "requesting",
    isGranted: answer === "granted",
    problem: answer === "declined" || answer === "failed" ? answer : null,
    onRequest,
  };
}
