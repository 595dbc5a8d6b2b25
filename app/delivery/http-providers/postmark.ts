import { at, textOf } from "~/events/read-json";
import { withAsciiDomain } from "~/lib/ascii-domain";
import { formatMailbox, type Email } from "../email";
import type { HttpProvider } from "./http-provider";

export interface PostmarkOptions {
  readonly serverToken: string;
  /** Message stream of marketing email; transactional email uses "outbound". */
  readonly marketingStream: string;
  readonly baseUrl: string;
}

const HOUR_MS = 3_600_000;

/**
 * Postmark's API for one email.
 *
 * @see https://postmarkapp.com/developer/api/email-api
 * @see https://postmarkapp.com/developer/api/overview#error-codes
 */
export function postmark(options: PostmarkOptions): HttpProvider {
  const { serverToken, baseUrl } = options;
  return {
    name: "postmark",
    credential: serverToken,
    request: (email) =>
      new Request(`${baseUrl}/email`, {
        method: "POST",
        headers: {
          Accept: "application/json",
          "Content-Type": "application/json",
          "X-Postmark-Server-Token": serverToken,
        },
        body: JSON.stringify(toPostmark(email, options)),
      }),
    readId: ({ body }) => (at(body, "ErrorCode") === 0 ? textOf(at(body, "MessageID"), 200) : null),
    readError: ({ body }) => ({
      code: textOf(at(body, "ErrorCode"), 20),
      text: at(body, "Message"),
    }),
    outcomes: [
      // The token, the sender's domain, an account that is pending or may not send.
      {
        status: [200, 499],
        error: /: (10|400|401|402|403|411|412|413|1235): /,
        means: "identity_refused",
      },
      { status: [200, 499], error: /: 405: /, means: "quota_exhausted", waitMs: HOUR_MS },
      { status: [200, 299], error: /: [1-9]\d*: /, means: "refused" },
      { status: [500, 500], means: "unknown" },
    ],
  };
}

/** Kindred signs its own links and counts opens itself, so Postmark tracks neither. */
function toPostmark(email: Email, { marketingStream }: PostmarkOptions) {
  return {
    From: formatMailbox(email.from),
    To: withAsciiDomain(email.to),
    ...(email.replyTo === null ? {} : { ReplyTo: email.replyTo }),
    Subject: email.subject,
    HtmlBody: email.html,
    TextBody: email.text,
    Headers: Object.entries(email.headers).map(([Name, Value]) => ({ Name, Value })),
    Metadata: email.tags,
    MessageStream: isMarketing(email) ? marketingStream : "outbound",
    TrackOpens: false,
    TrackLinks: "None",
  };
}

const isMarketing = ({ headers }: Email) => "List-Unsubscribe" in headers;
