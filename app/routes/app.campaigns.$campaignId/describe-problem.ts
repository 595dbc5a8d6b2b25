import { writeValue } from "~/messages/merge/write-value";
import type { CampaignFailure } from "~/pages/campaigns/act-on-campaign.server";
import type { CampaignProblem, CampaignWarning } from "~/pages/campaigns/campaign-problem";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";

interface Texts {
  readonly text: Text<"campaigns">;
  readonly delivery: Text<"delivery">;
  readonly preview: Text<"email-preview">;
  readonly emails: Text<"email-problems">;
}

/** Describes why a campaign cannot be sent, and what to do. */
export function describeCampaignProblem(
  problem: CampaignProblem,
  { text, delivery, preview, emails }: Texts,
) {
  if (problem.code === "sender") return describeSkipReason(problem.reason, delivery);
  if (problem.code === "email") {
    const { number, problem: code } = problem;
    return text("problem.email", { number, problem: preview(`problem.${code}`) });
  }
  if (problem.code === "subject") {
    const { number, problem: found } = problem;
    const reason = emails(`problem.${found.code}`, found.values);
    return text("problem.subject", { number, problem: reason });
  }
  const { code, ...values } = problem;
  return text(`problem.${code}`, values);
}

/** Describes what to check before a campaign is sent. */
export function describeCampaignWarning(
  warning: CampaignWarning,
  text: Text<"campaigns">,
  format: Format,
): string {
  if (warning.code === "names_missing") {
    const { count, checked, examples } = warning;
    const customers = format.list(examples);
    return text("warning.names_missing", { count, checked, customers, example: EXAMPLE });
  }
  const { code, ...values } = warning;
  return text(`warning.${code}`, values);
}

const EXAMPLE = writeValue("recipient.firstName");

/** Describes why an action on a campaign failed. */
export function describeCampaignFailure(failure: CampaignFailure, texts: Texts): string {
  return failure.code === "review"
    ? describeCampaignProblem(failure.problem, texts)
    : texts.text(`failed.${failure.code}`);
}
