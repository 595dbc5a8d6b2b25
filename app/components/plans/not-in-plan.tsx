import { Link, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";

interface NotInPlanProps {
  planName: string;
}

/** A note next to a feature that the shop's plan does not include, with a link to the plans. */
export function FeatureNotInPlan({ planName }: NotInPlanProps) {
  const text = useText("common");
  return (
    <Text as="p" tone="subdued">
      {text.rich("notInPlan", {
        plan: planName,
        link: (words) => <Link url="/app/plan">{words}</Link>,
      })}
    </Text>
  );
}
