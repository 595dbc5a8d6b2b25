import { at, listOf, textOf } from "~/events/read-json";
import { withAsciiDomain } from "~/lib/ascii-domain";
import type { Email } from "../email";
import type { HttpProvider } from "./http-provider";

export interface SendGridOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
}

const HOUR_MS = 3_600_000;

/**
 * SendGrid's API for one email.
 *
 * @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
 * @see https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/responses
 */
export function sendGrid({ apiKey, baseUrl }: SendGridOptions): HttpProvider {
  return {
    name: "sendgrid",
    credential: apiKey,
    request: (email) =>
      new Request(`${baseUrl}/v3/mail/send`, {
        method: "POST",
        headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" },
        body: JSON.stringify(toSendGrid(email)),
      }),
    readId: ({ headers }) => headers.get("x-message-id"),
    readError: ({ body }) => {
      const [first] = listOf(at(body, "errors"), 1);
      return { code: textOf(at(first, "field"), 100), text: at(first, "message") };
    },
    outcomes: [
      {
        status: [401, 401],
        error: /maximum credits exceeded/i,
        means: "quota_exhausted",
        waitMs: HOUR_MS,
      },
    ],
  };
}

/** Kindred signs its own links and counts opens itself, so SendGrid tracks neither and adds no unsubscribe link. */
function toSendGrid(email: Email) {
  const off = { enable: false };
  return {
    personalizations: [{ to: [{ email: withAsciiDomain(email.to) }], custom_args: email.tags }],
    from: { email: email.from.address, name: email.from.name },
    ...(email.replyTo === null ? {} : { reply_to: { email: email.replyTo } }),
    subject: email.subject,
    content: [
      { type: "text/plain", value: email.text },
      { type: "text/html", value: email.html },
    ],
    ...(Object.keys(email.headers).length > 0 && { headers: email.headers }),
    tracking_settings: { click_tracking: off, open_tracking: off, subscription_tracking: off },
  };
}
