import { Badge, BlockStack, Box, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import type { PlanPageData } from "~/pages/plan/plan-page.server";
import { useFormat, useText } from "~/i18n/text-provider";

interface UsageCardProps {
  plan: Extract<PlanPageData, { kind: "known" }>;
}

/** Usage at which the meter warns. */
const NEARLY_FULL = 0.8;

/** This month's email usage, and what happens at the limit. */
export function UsageCard({ plan }: UsageCardProps) {
  const { emailsThisMonth, emailsPerMonth, waitingEmails, renewsAt } = plan;
  const text = useText("plan");
  const common = useText("common");
  const format = useFormat();
  const used = emailsThisMonth / emailsPerMonth;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {text("usage.title", { name: common(`planName.${plan.plan}`) })}
          </Text>
          {plan.trialEndsAt !== null && (
            <Badge tone="info">
              {text("usage.trialUntil", { day: format.day(plan.trialEndsAt) })}
            </Badge>
          )}
          {plan.isTest && <Badge>{text("usage.test")}</Badge>}
        </InlineStack>
        <BlockStack gap="150">
          <InlineStack align="space-between" gap="200">
            <Text as="p">
              {text.rich("usage.emails", {
                ...{ used: emailsThisMonth, limit: emailsPerMonth },
                b: (used) => (
                  <Text as="span" fontWeight="semibold">
                    {used}
                  </Text>
                ),
              })}
            </Text>
            <Text as="p" tone="subdued">
              {text("usage.renews", { day: format.day(renewsAt) })}
            </Text>
          </InlineStack>
          <ProgressBar
            progress={Math.min(100, Math.round(used * 100))}
            size="small"
            tone={used >= 1 ? "critical" : "primary"}
            ariaLabelledBy="emails-used"
            animated={false}
          />
          <Box visuallyHidden id="emails-used">
            {text("usage.meter")}
          </Box>
        </BlockStack>
        {used >= NEARLY_FULL && (
          <Text as="p" tone={used >= 1 ? "critical" : "subdued"}>
            {used >= 1
              ? `${text(waitingEmails === 0 ? "usage.none" : "usage.waiting", { count: waitingEmails })} ${text("usage.full")}`
              : text("usage.nearlyFull")}
          </Text>
        )}
        {plan.isDevelopment && (
          <Text as="p" tone="subdued">
            {text("usage.development")}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
