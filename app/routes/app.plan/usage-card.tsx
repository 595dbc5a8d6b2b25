import { Badge, BlockStack, Box, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { formatCounted, formatCount, formatDay } from "~/components/formats";
import type { PlanPageData } from "~/delivery/plan/plan-page.server";

interface UsageCardProps {
  plan: Extract<PlanPageData, { kind: "known" }>;
}

/** Usage at which the meter warns. */
const NEARLY_FULL = 0.8;

/** This month's email usage, and what happens at the limit. */
export function UsageCard({ plan }: UsageCardProps) {
  const { planName, emailsThisMonth, emailsPerMonth, waitingEmails, renewsAt, timeZone } = plan;
  const used = emailsThisMonth / emailsPerMonth;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Your {planName} plan
          </Text>
          {plan.trialEndsAt !== null && (
            <Badge tone="info">{`Free until ${formatDay(plan.trialEndsAt, timeZone)}`}</Badge>
          )}
          {plan.isTest && <Badge>Test: nobody is billed</Badge>}
        </InlineStack>
        <BlockStack gap="150">
          <InlineStack align="space-between" gap="200">
            <Text as="p">
              <Text as="span" fontWeight="semibold">
                {formatCount(emailsThisMonth)}
              </Text>{" "}
              of {formatCounted(emailsPerMonth, "email")} this month
            </Text>
            <Text as="p" tone="subdued">
              New ones on {formatDay(renewsAt, timeZone)}
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
            Emails used this month
          </Box>
        </BlockStack>
        {used >= NEARLY_FULL && (
          <Text as="p" tone={used >= 1 ? "critical" : "subdued"}>
            {used >= 1
              ? `${
                  waitingEmails === 0
                    ? "No more emails leave this month."
                    : `${formatCounted(waitingEmails, "email")} ${waitingEmails === 1 ? "waits" : "wait"}.`
                } Campaigns go on when the next month begins or you choose a larger plan; a flow’s email that would come too late by then is left out, and the outbox says so.`
              : "Emails beyond these wait until the next month, or until you choose a larger plan."}
          </Text>
        )}
        {plan.isDevelopment && (
          <Text as="p" tone="subdued">
            This is a development store: Kindred costs nothing here, and plans are tests. Once the
            store is a real one, it begins with the Free plan.
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
