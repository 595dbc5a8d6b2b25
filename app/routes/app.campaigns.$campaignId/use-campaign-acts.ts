import { useFetcher } from "@remix-run/react";
import { useState, useEffect } from "react";
import type { CampaignAct } from "~/pages/campaigns/act-on-campaign.server";
import { useText } from "~/i18n/text-provider";
import { describeCampaignFailure } from "./describe-problem";
import type { action } from "./route";
import { appBridge } from "~/components/app-bridge";

/** The actions of a campaign's page, and the result of the last one. */
export function useCampaignActs() {
  const text = useText("campaigns");
  const delivery = useText("delivery");
  const preview = useText("email-preview");
  const emails = useText("email-problems");
  const { data, state, submit } = useFetcher<typeof action>();
  const [lastAct, setLastAct] = useState<CampaignAct["act"] | null>(null);
  const done = data?.done ?? null;
  // Replacing the email is reported by the page of templates.
  const isReported = done === "designed" || done === "design_undone";
  useToast(done && !isReported ? text(`done.${done}`) : null, state);
  return {
    error: data?.error
      ? describeCampaignFailure(data.error, { text, delivery, preview, emails })
      : null,
    // One action at a time. If a fetcher submits again while its page revalidates and then redirects,
    // the router never revalidates a page again.
    busyWith: state === "idle" ? null : lastAct,
    refusedStart: data?.mustConfirmAgain === true ? data : null,
    onAct: (request: CampaignAct) => {
      setLastAct(request.act);
      submit(request, { method: "post", encType: "application/json" });
    },
  };
}

/** Shows a toast after each completed action. */
function useToast(text: string | null, state: "idle" | "submitting" | "loading"): void {
  useEffect(() => {
    if (state === "loading" && text !== null) appBridge()?.toast.show(text);
  }, [text, state]);
}
