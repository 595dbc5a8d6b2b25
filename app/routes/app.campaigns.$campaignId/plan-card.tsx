import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { formatCounted, formatCount } from "~/components/formats";
import type { CampaignPage } from "~/feedback/campaigns/campaign-page.server";
import { timeWords } from "./time-words";

/** The plan of a started campaign, which cannot change. */
export function PlanCard({ campaign }: { campaign: CampaignPage }) {
  const { campaignId, audience, subject, plan, numbers, test } = campaign;
  const pace = paceWords(plan);
  const lines = [
    { label: "To", value: audience },
    { label: "Subject", value: subject },
    { label: "When", value: timeWords(campaign) },
    ...(pace === null ? [] : [{ label: "Pace", value: pace }]),
    ...(plan.coupon === null
      ? []
      : [
          {
            label: "Discount",
            value: `${plan.coupon.percentOff} %, a code each, for ${formatCounted(plan.coupon.validDays, "day")}`,
          },
        ]),
    ...(test === null ? [] : [{ label: "Tried", value: testWords(plan, test) }]),
    ...(plan.skipsBuyers ? [{ label: "Left out", value: "Who orders meanwhile" }] : []),
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" gap="200">
          <Text as="h2" variant="headingMd">
            What you set
          </Text>
          {numbers.sent + numbers.waiting > 0 && (
            <Link url={`/app/outbox?campaign=${campaignId}`}>See each email</Link>
          )}
        </InlineStack>
        <BlockStack gap="200">
          {lines.map(({ label, value }) => (
            <InlineStack key={label} gap="200" wrap={false}>
              <div style={{ minWidth: "5rem" }}>
                <Text as="span" tone="subdued">
                  {label}
                </Text>
              </div>
              <Text as="span" breakWord>
                {value}
              </Text>
            </InlineStack>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function testWords(
  { test }: CampaignPage["plan"],
  { variants }: NonNullable<CampaignPage["test"]>,
): string {
  const then = test?.rule === "gradual" ? "step by step" : "then the best one";
  return `${variants.map(({ name }) => name).join(" or ")}, ${then}`;
}

function paceWords({ emailsPerHour, emailsPerDay }: CampaignPage["plan"]): string | null {
  const limits = [
    ...(emailsPerHour === null ? [] : [`${formatCounted(emailsPerHour, "email")} an hour`]),
    ...(emailsPerDay === null ? [] : [`${formatCount(emailsPerDay)} a day`]),
  ];
  return limits.length === 0 ? null : `At most ${limits.join(" and ")}`;
}
