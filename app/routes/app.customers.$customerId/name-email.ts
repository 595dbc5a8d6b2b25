import type { Text } from "~/i18n/create-text";
import type { CustomerEmail } from "~/messages/customer-emails.server";

type NamedBy = Pick<CustomerEmail, "campaignName" | "flowName" | "emailNumber">;

/** An email's display name: its campaign, or its flow and position. */
export function nameEmail(
  { campaignName, flowName, emailNumber }: NamedBy,
  text: Text<"customers">,
): string {
  if (campaignName !== null) return campaignName;
  const flow = flowName ?? text("emails.unnamed");
  return emailNumber === null ? flow : text("emails.inFlow", { flow, number: emailNumber });
}
