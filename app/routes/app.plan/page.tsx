import { Banner, BlockStack, Box, Card, InlineGrid, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { EmptyMessage } from "~/components/lists/empty-message";
import type { PlanChangeProblem } from "~/pages/plan/choose-plan.server";
import type { PlanPageData } from "~/pages/plan/plan-page.server";
import { useFormat, useText } from "~/i18n/text-provider";
import type { OfferedPlanId, PlanId } from "~/shopify/billing/plan";
import { OfferCard } from "./offer-card";
import { UsageCard } from "./usage-card";

interface PlanPageProps {
  plan: PlanPageData;
  problem: PlanChangeProblem | null;
  isBusy: boolean;
  onChoose: (plan: OfferedPlanId) => void;
}

/** The shop's plan, its usage, and the other plans. */
export function PlanPage({ plan, problem, isBusy, onChoose }: PlanPageProps) {
  const text = useText("plan");
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      backAction={{ content: text("settings"), url: "/app/settings" }}
    >
      <BlockStack gap="400">
        {problem !== null && (
          <Banner
            tone="critical"
            title={
              problem.kind === "refused"
                ? text("refused", { reason: problem.reason })
                : text(problem.kind)
            }
          />
        )}
        {plan.kind === "known" ? (
          <Known plan={plan} isBusy={isBusy} onChoose={onChoose} />
        ) : (
          <Card>
            <EmptyMessage
              heading={text(`${plan.kind}.heading`)}
              text={text(`${plan.kind}.text`)}
              {...(plan.kind === "unknown" && {
                action: { content: text("unknown.retry"), url: "/app/plan?back=1" },
              })}
            />
          </Card>
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

type KnownPlan = Extract<PlanPageData, { kind: "known" }>;

interface KnownProps extends Pick<PlanPageProps, "isBusy" | "onChoose"> {
  plan: KnownPlan;
}

function Known({ plan, isBusy, onChoose }: KnownProps) {
  const [isLeaving, setIsLeaving] = useState(false);
  const { offered, staleSince, paidUntil, last } = plan;
  const text = useText("plan");
  const format = useFormat();
  const held = offered.findIndex(({ id }) => id === plan.plan);
  return (
    <>
      {staleSince !== null && (
        <Banner tone="warning" title={text("stale.title")}>
          <p>{text("stale.text", { time: format.instant(staleSince) })}</p>
        </Banner>
      )}
      {last !== null && <LastAnswer last={last} held={plan.plan} />}
      <UsageCard plan={plan} />
      <BlockStack gap="200">
        {/* On a phone cards span the full width, so text needs a margin. */}
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <Text as="h2" variant="headingMd">
            {text("plans")}
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
            {text("plansNote")}
          </Text>
        </Box>
      </BlockStack>
      <ConfirmModal
        isOpen={isLeaving}
        title={text("leave.title")}
        text={
          paidUntil === null
            ? text("leave.text")
            : text("leave.textPaidUntil", { time: format.instant(paidUntil) })
        }
        action={text("leave.confirm")}
        keep={text("leave.keep")}
        onConfirm={() => {
          setIsLeaving(false);
          onChoose("free");
        }}
        onClose={() => setIsLeaving(false)}
      />
    </>
  );
}

interface LastAnswerProps {
  last: NonNullable<KnownPlan["last"]>;
  /** The current plan. */
  held: PlanId;
}

/** The outcome of the last requested plan, if it is not the current one. */
function LastAnswer({ last, held }: LastAnswerProps) {
  const text = useText("plan");
  const common = useText("common");
  const { status } = last;
  switch (status) {
    case "pending":
    case "declined":
    case "expired":
    case "frozen":
      return (
        <Banner
          {...(status === "frozen" && { tone: "critical" })}
          title={text(`${status}.title`, { name: common(`planName.${last.plan}`) })}
        >
          <p>{text(`${status}.text`, { held: common(`planName.${held}`) })}</p>
        </Banner>
      );
    default:
      return null;
  }
}
