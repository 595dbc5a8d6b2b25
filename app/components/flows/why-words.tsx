import { Badge, BlockStack, InlineStack, Link, Text } from "@shopify/polaris";
import { describeMessage, describeSkipReason } from "~/delivery/decision/describe-decision";
import type {
  FlowExplanation,
  NotEnrolledReason,
  ExplainedEnrollment,
} from "~/pages/customers/explain-flow.server";
import { hasReachedEnd } from "~/flows/rules/enrollment-state";
import type { Text as TextOf } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";

/** Why a customer got each email or not, by enrollment. */
export function WhyWords({
  answer: { enrollments, notEnrolledReason: whyNotIn },
}: {
  answer: FlowExplanation;
}) {
  const text = useText("flows");
  const delivery = useText("delivery");
  return (
    <BlockStack gap="400">
      {whyNotIn !== null && (
        <BlockStack gap="100">
          <Text as="p">{text(enrollments.length === 0 ? "why.never" : "why.notNow")}</Text>
          <Text as="p">{describeNotEnrolled(whyNotIn, text, delivery)}</Text>
        </BlockStack>
      )}
      {enrollments.map((enrollment) => (
        <EnrollmentWords key={enrollment.enrollmentId} enrollment={enrollment} />
      ))}
    </BlockStack>
  );
}

function EnrollmentWords({ enrollment }: { enrollment: ExplainedEnrollment }) {
  const text = useText("flows");
  const format = useFormat();
  const at = (iso: string | null) => (iso === null ? "" : format.instant(iso));
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm">
          {enrollment.state === "scheduled"
            ? text("why.mayEnter", { time: at(enrollment.nextAt) })
            : text("why.entered", { time: at(enrollment.enteredAt) })}
        </Text>
        <StateBadge enrollment={enrollment} />
        {enrollment.isHoldout && <Badge>{text("why.holdout")}</Badge>}
      </InlineStack>
      <Text as="p" variant="bodySm" tone="subdued">
        <EndWords enrollment={enrollment} at={at} />
      </Text>
      <BlockStack as="ul" gap="100">
        {enrollment.emails.map((email) => (
          <li key={email.stepId}>
            <EmailWords email={email} at={at} />
          </li>
        ))}
      </BlockStack>
    </BlockStack>
  );
}

function StateBadge({ enrollment }: { enrollment: ExplainedEnrollment }) {
  const text = useText("flows");
  if (enrollment.state === "active") return <Badge tone="info">{text("why.active")}</Badge>;
  if (enrollment.state === "scheduled") return <Badge>{text("why.scheduled")}</Badge>;
  return hasReachedEnd(enrollment) ? (
    <Badge tone="success">{text("why.completed")}</Badge>
  ) : (
    <Badge>{text("why.exited")}</Badge>
  );
}

interface EndWordsProps {
  enrollment: ExplainedEnrollment;
  at: (iso: string | null) => string;
}

function EndWords({ enrollment, at }: EndWordsProps) {
  const text = useText("flows");
  const delivery = useText("delivery");
  switch (enrollment.state) {
    case "scheduled":
      return text("why.until");
    case "active":
      return enrollment.nextAt === null
        ? text("why.soon")
        : text("why.next", { time: at(enrollment.nextAt) });
    case "ended":
      return enrollment.exitReason === null
        ? text("why.completedAt", { time: at(enrollment.endedAt) })
        : text("why.exitedAt", {
            time: at(enrollment.endedAt),
            reason: describeSkipReason(enrollment.exitReason, delivery),
          });
  }
}

interface EmailWordsProps {
  email: ExplainedEnrollment["emails"][number];
  at: (iso: string) => string;
}

function EmailWords({ email, at }: EmailWordsProps) {
  const text = useText("flows");
  const delivery = useText("delivery");
  const outcome = () => {
    switch (email.kind) {
      case "planned":
        return email.state === "sent"
          ? text("why.sent", { time: at(email.at) })
          : describeMessage(email.state, email.reason, delivery);
      case "left":
        return text("why.left", { reason: describeSkipReason(email.reason, delivery) });
      case "to_come":
      case "other_way":
        return text(`why.${email.kind}`);
    }
  };
  return (
    <Text as="span">
      {text.rich("why.email", {
        email: text("email", { number: email.number }),
        outcome: outcome(),
        name: (words) => (
          <Text as="span" fontWeight="medium">
            {email.kind === "planned" ? (
              <Link url={`/app/outbox/${email.messageId}`}>{words}</Link>
            ) : (
              words
            )}
          </Text>
        ),
      })}
    </Text>
  );
}

/** Why a customer is not enrolled. */
export function describeNotEnrolled(
  reason: NotEnrolledReason,
  text: TextOf<"flows">,
  delivery: TextOf<"delivery">,
): string {
  switch (reason) {
    case "flow_off":
    case "flow_archived":
    case "no_trigger":
      return text(`why.${reason}`);
    case "does_not_fit":
    case "no_address":
    case "not_subscribed":
    case "profile_deleted":
    case "suppressed":
    case "unsubscribed":
      return describeSkipReason(reason, delivery);
  }
}
