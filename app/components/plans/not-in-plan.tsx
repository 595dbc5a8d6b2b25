import { Link, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { PlanId } from "~/shopify/billing/plan";

interface NotInPlanProps {
  plan: PlanId;
}

/** A note next to a feature that the shop's plan does not include, with a link to the plans. */
export function FeatureNotInPlan({ plan }: NotInPlanProps) {
  const text = useText("common");
  return (
    <Text as="p" tone="subdued">
      {text.rich("notInPlan", {
        plan: text(`planName.${plan}`),
        link: (words) => <Link url="/app/plan">{words}</Link>,
      })}
    </Text>
  );
}
