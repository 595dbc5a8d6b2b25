import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { describeAudience } from "~/components/campaigns/describe-audience";
import { useMergeNames } from "~/components/email/use-merge-names";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { readableMerge } from "~/messages/merge/readable";
import { useTimeWords } from "./time-words";
import { useVariantNames } from "./variant-names";

/** The plan of a started campaign, which cannot change. */
export function PlanCard({ campaign }: { campaign: CampaignPage }) {
  const text = useText("campaigns");
  const format = useFormat();
  const mergeName = useMergeNames();
  const time = useTimeWords(campaign);
  const versions = useVariantNames(campaign);
  const { campaignId, audience, subject, plan, numbers } = campaign;
  const { coupon, test, emailsPerHour, emailsPerDay, skipsBuyers, skipsUnlikely } = plan;
  const limits = [
    ...(emailsPerHour === null ? [] : [text("plan.perHour", { count: emailsPerHour })]),
    ...(emailsPerDay === null ? [] : [text("plan.perDay", { count: emailsPerDay })]),
  ];
  const discount = coupon && {
    percent: format.rate(coupon.percentOff / 100),
    days: coupon.validDays,
  };
  const tested = { versions: format.list(versions, "or") };
  const lines: readonly (readonly [label: string, value: string])[] = [
    [text("plan.to"), describeAudience(audience, text, format)],
    [text("plan.subject"), readableMerge(subject, mergeName)],
    [text("plan.when"), time],
    ...limits.map((limit) => [text("plan.limits"), limit] as const),
    ...(discount
      ? [
          [
            text("plan.discount"),
            text(`plan.discount.${coupon.perCustomer ? "chosen" : "value"}`, discount),
          ] as const,
        ]
      : []),
    ...(test ? [[text("plan.test"), text(`plan.test.${test.rule}`, tested)] as const] : []),
    ...(skipsBuyers ? [[text("plan.skips"), text("plan.skips.value")] as const] : []),
    ...(skipsUnlikely ? [[text("plan.skips"), text("plan.skips.unlikely")] as const] : []),
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" gap="200">
          <Text as="h2" variant="headingMd">
            {text("plan.title")}
          </Text>
          {numbers.sent + numbers.waiting > 0 && (
            <Link url={`/app/outbox?campaign=${campaignId}`}>{text("plan.emails")}</Link>
          )}
        </InlineStack>
        <BlockStack gap="200">
          {lines.map(([label, value], n) => (
            <InlineStack key={n} gap="200" wrap={false}>
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
