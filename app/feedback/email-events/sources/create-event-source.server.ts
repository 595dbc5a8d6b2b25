import type { Config } from "~/config";
import type { EmailConfig } from "~/email-config";
import type { EventSource } from "./event-source";
import { mailgunSource } from "./mailgun-source.server";
import { postmarkSource } from "./postmark-source.server";
import { resendSource } from "./resend-source.server";
import { sendGridSource } from "./sendgrid-source.server";
import { sesSource, type FetchText } from "./ses-source.server";

/** The source of an account's events; null if it reports none. */
function createEventSource(
  email: EmailConfig,
  fetchText: FetchText = fetchOnce,
): EventSource | null {
  switch (email.driver) {
    case "resend":
      return email.webhookSecret === null ? null : resendSource(email.webhookSecret);
    case "ses":
      return email.topicArn === null ? null : sesSource(email.topicArn, fetchText);
    case "postmark":
      return email.webhookPassword === null ? null : postmarkSource(email.webhookPassword);
    case "sendgrid":
      return email.webhookKey === null ? null : sendGridSource(email.webhookKey);
    case "mailgun":
      return email.signingKey === null ? null : mailgunSource(email.signingKey);
    case "smtp":
    case "outbox":
      return null;
  }
}

/** The sources of all accounts' events. */
export const createEventSources = ({
  email,
  emailPools,
}: Pick<Config, "email" | "emailPools">): readonly EventSource[] =>
  [email, ...Object.values(emailPools)].flatMap((account) => createEventSource(account) ?? []);

const TIMEOUT_MS = 10_000;

async function fetchOnce(url: string): Promise<string> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${new URL(url).hostname} replied ${response.status}`);
  return response.text();
}
