import { Banner } from "@shopify/polaris";
import type { PlanPageData } from "~/delivery/plan/plan-page.server";

type Known = Extract<PlanPageData, { kind: "known" }>;

interface LastAnswerProps {
  last: NonNullable<Known["last"]>;
  offered: Known["offered"];
  /** Name of the current plan. */
  held: string;
}

/** The outcome of the last requested plan, if it is not the current one. */
export function LastAnswer({ last, offered, held }: LastAnswerProps) {
  const name = offered.find(({ id }) => id === last.plan)?.name ?? "paid";
  switch (last.status) {
    case "pending":
      return (
        <Banner title={`You have not agreed to the ${name} plan yet`}>
          <p>Choose it again to open Shopify’s page. Until then you have the {held} plan.</p>
        </Banner>
      );
    case "declined":
      return (
        <Banner title={`You declined the ${name} plan`}>
          <p>Nothing has changed, and nothing is billed for it.</p>
        </Banner>
      );
    case "expired":
      return (
        <Banner title={`The ${name} plan was not agreed to in time`}>
          <p>Shopify waits two days for an answer. Choose it again if you want it.</p>
        </Banner>
      );
    case "frozen":
      return (
        <Banner tone="critical" title={`Shopify has put your ${name} plan on hold`}>
          <p>
            A bill is not paid. Until it is you have the {held} plan. In the Shopify admin see under
            Settings → Billing what is open.
          </p>
        </Banner>
      );
    default:
      return null;
  }
}
