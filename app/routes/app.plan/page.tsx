import { Banner, BlockStack, Box, Card, InlineGrid, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { formatInstant } from "~/components/formats";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { EmptyMessage } from "~/components/lists/empty-message";
import type { PlanPageData as Plans } from "~/delivery/plan/plan-page.server";
import type { OfferedPlanId } from "~/shopify/billing/plan";
import { LastAnswer } from "./last-answer";
import { OfferCard } from "./offer-card";
import { UsageCard } from "./usage-card";

interface PlanPageProps {
  plan: Plans;
  error: string | null;
  isBusy: boolean;
  onChoose: (plan: OfferedPlanId) => void;
}

/** The shop's plan, its usage, and the other plans. */
export function PlanPage({ plan, error, isBusy, onChoose }: PlanPageProps) {
  return (
    <Page
      title="Plan"
      subtitle="How many emails you may send in a month, and what you pay for it"
      backAction={{ content: "Settings", url: "/app/settings" }}
    >
      <BlockStack gap="400">
        {error !== null && <Banner tone="critical" title={error} />}
        {plan.kind === "known" ? (
          <Known plan={plan} isBusy={isBusy} onChoose={onChoose} />
        ) : (
          <Card>
            <EmptyMessage {...(plan.kind === "unbilled" ? UNBILLED : UNKNOWN)} />
          </Card>
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

const UNBILLED = {
  heading: "Everything is included",
  text: "Whoever runs Kindred for you bills nothing for it here. You may send as many emails as you like.",
};
const UNKNOWN = {
  heading: "Shopify has not confirmed your plan yet",
  text: "It does not answer at the moment. Emails leave all the same; open this page again in a few minutes.",
  action: { content: "Ask again", url: "/app/plan?back=1" },
};

interface KnownProps extends Pick<PlanPageProps, "isBusy" | "onChoose"> {
  plan: Extract<Plans, { kind: "known" }>;
}

function Known({ plan, isBusy, onChoose }: KnownProps) {
  const [isLeaving, setIsLeaving] = useState(false);
  const { offered, timeZone, staleSince, paidUntil, last } = plan;
  const held = offered.findIndex(({ id }) => id === plan.plan);
  return (
    <>
      {staleSince !== null && (
        <Banner tone="warning" title="Shopify does not answer at the moment">
          <p>
            This is your plan as of {formatInstant(staleSince, timeZone)}. What you agreed to since
            shows here as soon as Shopify answers again.
          </p>
        </Banner>
      )}
      {last !== null && <LastAnswer last={last} offered={offered} held={plan.planName} />}
      <UsageCard plan={plan} />
      <BlockStack gap="200">
        {/* On a phone cards span the full width, so text needs a margin. */}
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <Text as="h2" variant="headingMd">
            Plans
          </Text>
        </Box>
        <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
          {offered.map((offer, i) => (
            <OfferCard
              key={offer.id}
              offer={offer}
              isHeld={offer.id === plan.plan}
              // The next larger plan is the usual choice.
              isNext={i === held + 1 || (held === -1 && i === 1)}
              trialDays={offer.price > 0 ? plan.trialDaysLeft : 0}
              isBusy={isBusy}
              onChoose={
                plan.isDevelopment && offer.price === 0 && held <= 0
                  ? null
                  : () => (offer.price > 0 ? onChoose(offer.id) : setIsLeaving(true))
              }
            />
          ))}
        </InlineGrid>
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <Text as="p" tone="subdued">
            Prices are in US dollars. Shopify bills them with your own bill every 30 days, and asks
            you before anything changes. Emails count by calendar months: a larger plan has room at
            once, and what was sent this month stays counted. Test emails, confirmations and
            Kindred’s emails to you do not count.
          </Text>
        </Box>
      </BlockStack>
      <ConfirmModal
        isOpen={isLeaving}
        title="Go back to the Free plan?"
        text={`Your paid plan ends at once${
          paidUntil === null
            ? ""
            : `, although it is paid until ${formatInstant(paidUntil, timeZone)}`
        }. Emails beyond those of the Free plan wait for the next month.`}
        action="Go back to Free"
        keep="Keep my plan"
        onConfirm={() => {
          setIsLeaving(false);
          onChoose("free");
        }}
        onClose={() => setIsLeaving(false)}
      />
    </>
  );
}
