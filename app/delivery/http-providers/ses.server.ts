import { AwsClient } from "aws4fetch";
import { at, textOf } from "~/events/read-json";
import { withAsciiDomain } from "~/lib/ascii-domain";
import { splitFeedbackId } from "../feedback-id";
import { composeMime } from "../mime.server";
import type { HttpProvider } from "./http-provider";

export interface SesOptions {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The configuration set that publishes events to Amazon SNS. */
  readonly configurationSet: string;
  readonly baseUrl: string;
}

const HOUR_MS = 3_600_000;

/**
 * Amazon SES, version 2, for one email as MIME.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export function ses({ baseUrl, configurationSet, ...credentials }: SesOptions): HttpProvider {
  const client = new AwsClient({ ...credentials, service: "ses", retries: 0 });
  return {
    name: "ses",
    credential: credentials.accessKeyId,
    async request(email) {
      // SES writes its own Feedback-ID, which begins with two parts of ours.
      const { headers, parts } = splitFeedbackId(email.headers);
      const [a, b] = parts;
      const tags = {
        ...email.tags,
        ...(a && b && { "ses:feedback-id-a": a, "ses:feedback-id-b": b }),
      };
      const mime = await composeMime({ ...email, headers });
      return client.sign(`${baseUrl}/v2/email/outbound-emails`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          Destination: { ToAddresses: [withAsciiDomain(email.to)] },
          Content: { Raw: { Data: mime.toString("base64") } },
          EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
          ConfigurationSetName: configurationSet,
        }),
      });
    },
    readId: ({ body }) => textOf(at(body, "MessageId"), 200),
    readError: ({ headers, body }) => ({
      code: headers.get("x-amzn-errortype")?.split(":")[0] ?? null,
      text: at(body, "message"),
    }),
    outcomes: [
      { status: [400, 499], error: /quota exceeded/i, means: "quota_exhausted", waitMs: HOUR_MS },
      {
        status: [400, 499],
        error: /TooManyRequests|Throttling/,
        means: "rate_limited",
        waitMs: 1_000,
      },
      {
        status: [400, 499],
        error: /AccountSuspended|SendingPaused|NotVerified|not verified|LimitExceeded|NotFound/,
        means: "identity_refused",
      },
    ],
  };
}
