import { Badge, BlockStack, InlineStack, Link, Text } from "@shopify/polaris";
import { describeMessage, describeSkipReason } from "~/delivery/decision/describe-decision";
import type {
  FlowExplanation,
  NotEnrolledReason,
  ExplainedEnrollment,
} from "~/delivery/explain/explain-flow.server";
import { hasReachedEnd } from "~/delivery/explain/explain-emails";
import type { Text as TextOf } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import { formatInstant } from "../formats";

interface WhyWordsProps {
  answer: FlowExplanation;
  timeZone: string;
}

/** Why a customer got each email or not, by enrollment. */
export function WhyWords({
  answer: { enrollments, notEnrolledReason: whyNotIn },
  timeZone,
}: WhyWordsProps) {
  const delivery = useText("delivery");
  return (
    <BlockStack gap="400">
      {whyNotIn !== null && (
        <Text as="p">
          {`${enrollments.length === 0 ? "Was never in this flow" : "Is not in this flow now"}. ${notInWords(whyNotIn, delivery)}`}
        </Text>
      )}
      {enrollments.map((enrollment) => (
        <EnrollmentWords
          key={enrollment.enrollmentId}
          enrollment={enrollment}
          timeZone={timeZone}
        />
      ))}
    </BlockStack>
  );
}

function EnrollmentWords({
  enrollment,
  timeZone,
}: {
  enrollment: ExplainedEnrollment;
  timeZone: string;
}) {
  const delivery = useText("delivery");
  const at = (iso: string | null) => (iso === null ? "" : formatInstant(iso, timeZone));
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm">
          {enrollment.state === "scheduled"
            ? `May enter ${at(enrollment.nextAt)}`
            : `Entered ${at(enrollment.enteredAt)}`}
        </Text>
        <Badge {...badgeOf(enrollment)} />
        {enrollment.isHoldout && <Badge>Left alone to measure</Badge>}
      </InlineStack>
      <Text as="p" variant="bodySm" tone="subdued">
        {endWords(enrollment, at, delivery)}
      </Text>
      <BlockStack as="ul" gap="100">
        {enrollment.emails.map((email) => (
          <li key={email.stepId}>
            <Text as="span" fontWeight="medium">
              {email.kind === "planned" ? (
                <Link url={`/app/outbox/${email.messageId}`}>{email.name}</Link>
              ) : (
                email.name
              )}
              {": "}
            </Text>
            <Text as="span">{emailWords(email, at, delivery)}</Text>
          </li>
        ))}
      </BlockStack>
    </BlockStack>
  );
}

function badgeOf(enrollment: ExplainedEnrollment): { children: string; tone?: "info" | "success" } {
  switch (enrollment.state) {
    case "scheduled":
      return { children: "About to enter" };
    case "active":
      return { children: "In it now", tone: "info" };
    case "ended":
      return hasReachedEnd(enrollment)
        ? { children: "Reached the end", tone: "success" }
        : { children: "Left it" };
  }
}

function endWords(
  enrollment: ExplainedEnrollment,
  at: (iso: string | null) => string,
  delivery: TextOf<"delivery">,
): string {
  switch (enrollment.state) {
    case "scheduled":
      return "Enters then if nothing comes between, such as an order.";
    case "active":
      return enrollment.nextAt === null ? "Goes on soon." : `Goes on ${at(enrollment.nextAt)}.`;
    case "ended":
      return enrollment.exitReason === null
        ? `Came to the end ${at(enrollment.endedAt)}.`
        : `Left ${at(enrollment.endedAt)}: ${describeSkipReason(enrollment.exitReason, delivery)}`;
  }
}

function emailWords(
  email: ExplainedEnrollment["emails"][number],
  at: (iso: string) => string,
  delivery: TextOf<"delivery">,
): string {
  switch (email.kind) {
    case "planned":
      return email.state === "sent"
        ? `sent ${at(email.at)}.`
        : `not sent. ${describeMessage(email.state, email.reason, delivery)}`;
    case "to_come":
      return "may still come.";
    case "other_way":
      return "not on the way that they took.";
    case "left":
      return `never planned. ${describeSkipReason(email.reason, delivery)}`;
  }
}

function notInWords(reason: NotEnrolledReason, delivery: TextOf<"delivery">): string {
  switch (reason) {
    case "flow_off":
      return "The flow is off, so nobody enters.";
    case "flow_archived":
      return "The flow is archived, so nobody enters.";
    case "no_trigger":
      return "Nothing has happened that begins it, or it was too long ago.";
    case "does_not_fit":
    case "no_address":
    case "not_subscribed":
    case "profile_deleted":
    case "suppressed":
    case "unsubscribed":
      return describeSkipReason(reason, delivery);
  }
}
