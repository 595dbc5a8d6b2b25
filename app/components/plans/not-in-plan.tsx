import { Link, Text } from "@shopify/polaris";

interface NotInPlanProps {
  planName: string;
}

/** A note next to a feature that the shop's plan does not include, with a link to the plans. */
export function FeatureNotInPlan({ planName }: NotInPlanProps) {
  return (
    <Text as="p" tone="subdued">
      Not part of your {planName} plan. <Link url="/app/plan">Compare the plans</Link>
    </Text>
  );
}
