import { Banner } from "@shopify/polaris";
import type { PlanPageData } from "~/pages/plan/plan-page.server";
import { useText } from "~/i18n/text-provider";

type Known = Extract<PlanPageData, { kind: "known" }>;

interface LastAnswerProps {
  last: NonNullable<Known["last"]>;
  offered: Known["offered"];
  /** Name of the current plan. */
  held: string;
}

/** The outcome of the last requested plan, if it is not the current one. */
export function LastAnswer({ last, offered, held }: LastAnswerProps) {
  const text = useText("plan");
  const name = offered.find(({ id }) => id === last.plan)?.name ?? last.plan;
  const { status } = last;
  switch (status) {
    case "pending":
    case "declined":
    case "expired":
    case "frozen":
      return (
        <Banner
          {...(status === "frozen" && { tone: "critical" })}
          title={text(`${status}.title`, { name })}
        >
          <p>{text(`${status}.text`, { held })}</p>
        </Banner>
      );
    default:
      return null;
  }
}
