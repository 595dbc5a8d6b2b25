import { Badge, BlockStack, InlineStack, Link, Text } from "@shopify/polaris";
import { describeMessage, describeSkipReason } from "~/delivery/decision/describe-decision";
import type {
  FlowExplanation,
  NotEnrolledReason,
  ExplainedEnrollment,
} from "~/delivery/explain/explain-flow.server";
import { hasReachedEnd } from "~/delivery/explain/explain-run";
import type { Text as TextOf } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import { formatInstant } from "../formats";

interface WhyWordsProps {
  answer: FlowExplanation;
  timeZone: string;
}

/** Why a customer got each email or not, by enrollment. */
export function WhyWords({
  answer: { runs, notEnrolledReason: whyNotIn },
  timeZone,
}: WhyWordsProps) {
  const delivery = useText("delivery");
  return (
    <BlockStack gap="400">
      {whyNotIn !== null && (
        <Text as="p">
          {`${runs.length === 0 ? "Was never in this flow" : "Is not in this flow now"}. ${notInWords(whyNotIn, delivery)}`}
        </Text>
      )}
      {runs.map((run) => (
        <RunWords key={run.enrollmentId} run={run} timeZone={timeZone} />
      ))}
    </BlockStack>
  );
}

function RunWords({ run, timeZone }: { run: ExplainedEnrollment; timeZone: string }) {
  const delivery = useText("delivery");
  const at = (iso: string | null) => (iso === null ? "" : formatInstant(iso, timeZone));
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm">
          {run.state === "scheduled"
            ? `May enter ${at(run.nextAt)}`
            : `Entered ${at(run.enteredAt)}`}
        </Text>
        <Badge {...badgeOf(run)} />
        {run.isHoldout && <Badge>Left alone to measure</Badge>}
      </InlineStack>
      <Text as="p" variant="bodySm" tone="subdued">
        {endWords(run, at, delivery)}
      </Text>
      <BlockStack as="ul" gap="100">
        {run.emails.map((email) => (
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

function badgeOf(run: ExplainedEnrollment): { children: string; tone?: "info" | "success" } {
  switch (run.state) {
    case "scheduled":
      return { children: "About to enter" };
    case "active":
      return { children: "In it now", tone: "info" };
    case "ended":
      return hasReachedEnd(run)
        ? { children: "Reached the end", tone: "success" }
        : { children: "Left it" };
  }
}

function endWords(
  run: ExplainedEnrollment,
  at: (iso: string | null) => string,
  delivery: TextOf<"delivery">,
): string {
  switch (run.state) {
    case "scheduled":
      return "Enters then if nothing comes between, such as an order.";
    case "active":
      return run.nextAt === null ? "Goes on soon." : `Goes on ${at(run.nextAt)}.`;
    case "ended":
      return run.exitReason === null
        ? `Came to the end ${at(run.endedAt)}.`
        : `Left ${at(run.endedAt)}: ${describeSkipReason(run.exitReason, delivery)}`;
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
