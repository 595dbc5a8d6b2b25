import { describeMessage, describeSkipReason } from "~/delivery/decision/describe-decision";
import type { Text } from "~/i18n/create-text";
import type { Format } from "~/i18n/create-format";
import { describeNotEnrolled } from "~/components/flows/why-words";
import { hasReachedEnd } from "~/flows/rules/enrollment-state";
import type { CampaignOutcome, CustomerReason } from "~/pages/customers/explain-customer.server";
import type { FlowExplanation } from "~/pages/customers/explain-flow.server";

interface Words {
  readonly text: Text<"customers">;
  readonly flows: Text<"flows">;
  readonly delivery: Text<"delivery">;
  readonly format: Format;
}

/** What a flow or a campaign did for the customer, in one sentence. */
export function describeReason(reason: CustomerReason, words: Words): string {
  return reason.kind === "flow"
    ? describeFlow(reason.explanation, words)
    : describeCampaign(reason.outcome, words);
}

function describeFlow(
  { enrollments: [latest], notEnrolledReason }: FlowExplanation,
  { text, flows, delivery, format }: Words,
): string {
  if (!latest) {
    return notEnrolledReason === null
      ? ""
      : describeNotEnrolled(notEnrolledReason, flows, delivery);
  }
  const planned = latest.emails.filter((email) => email.kind === "planned");
  const last = planned.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1);
  const email = last && flows("email", { number: last.number });
  if (latest.isHoldout) return text("why.holdout", { time: format.instant(latest.enteredAt) });
  if (last && email !== undefined) {
    if (last.state === "sent") {
      return text("why.sentEmail", { email, time: format.instant(last.at) });
    }
    return text("why.emailOutcome", {
      email,
      outcome: describeMessage(last.state, last.reason, delivery),
    });
  }
  switch (latest.state) {
    case "scheduled":
      return flows("why.mayEnter", { time: format.instant(latest.nextAt ?? latest.enteredAt) });
    case "active":
      return latest.nextAt === null
        ? flows("why.soon")
        : flows("why.next", { time: format.instant(latest.nextAt) });
    case "ended": {
      const time = format.instant(latest.endedAt ?? latest.enteredAt);
      return latest.exitReason === null || hasReachedEnd(latest)
        ? flows("why.completedAt", { time })
        : flows("why.exitedAt", { time, reason: describeSkipReason(latest.exitReason, delivery) });
    }
  }
}

function describeCampaign(outcome: CampaignOutcome, { text, delivery, format }: Words): string {
  switch (outcome.kind) {
    case "message":
      return outcome.state === "sent"
        ? text("why.sent", { time: format.instant(outcome.at) })
        : describeMessage(outcome.state, outcome.reason, delivery);
    case "left_out":
      return describeSkipReason(outcome.reason, delivery);
    case "waiting":
      if (outcome.isPaused) return text("why.paused");
      return outcome.startsAt === null
        ? text("why.soon")
        : text("why.scheduled", { time: format.instant(outcome.startsAt) });
    case "not_in_audience":
    case "canceled":
    case "joined_later":
      return text(`why.${outcome.kind}`);
  }
}
