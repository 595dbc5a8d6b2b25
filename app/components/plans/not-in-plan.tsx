import { Link, Text } from "@shopify/polaris";

interface NotInPlanProps {
  planName: string;
}

/** Beside what the shop's plan leaves out: that it does, and the way to it. */
export function NotInPlan({ planName }: NotInPlanProps) {
  return (
    <Text as="p" tone="subdued">
      Not part of your {planName} plan. <Link url="/app/plan">Compare the plans</Link>
    </Text>
  );
}
