import { useRevalidator } from "@remix-run/react";
import { appBridge } from "~/components/app-bridge";
import { useScopeRequest } from "~/components/use-scope-request";
import { useText } from "~/i18n/text-provider";
import { UNIT_COSTS } from "~/shopify/unit-costs";

/** Requests permission to read what products cost. */
export function useUnitCosts() {
  const text = useText("settings");
  const { revalidate } = useRevalidator();
  const { answer, onRequest } = useScopeRequest(UNIT_COSTS, () => {
    // Shopify reports the permission by webhook, and the costs are read after that.
    appBridge()?.toast.show(text("costs.reading"));
    revalidate();
  });
  return {
    isRequesting: answer === "requesting",
    isGranted: answer === "granted",
    problem: answer === "declined" || answer === "failed" ? answer : null,
    onRequest,
  };
}
