import { createPublicKey, createVerify } from "node:crypto";
import { z } from "zod";
import { isObject } from "~/events/read-json";
import { parseJson } from "~/lib/parse-json";
import { BAD_SIGNATURE, MALFORMED, type EventSource } from "./event-source";

/** Fetches a URL of Amazon SNS and returns its text. */
export type FetchText = (url: string) => Promise<string>;

const Notice = z.object({
  Type: z.enum(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]),
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(["1", "2"]),
  Signature: z.string(),
  SigningCertURL: z.url(),
  Subject: z.string().nullish(),
  SubscribeURL: z.url().nullish(),
  Token: z.string().nullish(),
});
type Notice = z.output<typeof Notice>;

/** Signed fields in their order. */
const NOTIFICATION = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] as const;
const CONFIRMATION = [
  "Message",
  "MessageId",
  "SubscribeURL",
  "Timestamp",
  "Token",
  "TopicArn",
  "Type",
] as const;

/** Anybody can sign with an Amazon account of their own: both the host and the topic must be checked. */
const SNS_HOST = /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

/**
 * Amazon SES's events, delivered by an Amazon SNS topic, whose subscription is confirmed here.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function sesSource(topicArn: string, fetchText: FetchText): EventSource {
  const keys = new Map<string, ReturnType<typeof createPublicKey>>();
  const keyAt = async (url: string) => {
    const known = keys.get(url);
    if (known) return known;
    const publicKey = createPublicKey(await fetchText(url));
    keys.set(url, publicKey);
    return publicKey;
  };
  return {
    provider: "ses",
    async read(_headers, body) {
      const parsed = Notice.safeParse(parseJson(new TextDecoder().decode(body)));
      if (!parsed.success) return MALFORMED;
      const notice = parsed.data;
      if (notice.TopicArn !== topicArn || !isOfSns(notice.SigningCertURL)) return BAD_SIGNATURE;
      const key = await keyAt(notice.SigningCertURL);
      const verifier = createVerify(notice.SignatureVersion === "1" ? "sha1" : "sha256");
      if (!verifier.update(signedText(notice)).verify(key, notice.Signature, "base64")) {
        return BAD_SIGNATURE;
      }
      if (notice.Type === "Notification") {
        const event = parseJson(notice.Message);
        // SES also sends texts that are no events, such as one that the topic was set up.
        return {
          kind: "events",
          events: isObject(event) ? [{ id: notice.MessageId, body: event }] : [],
        };
      }
      const { SubscribeURL: url } = notice;
      if (notice.Type === "SubscriptionConfirmation" && url && isOfSns(url)) await fetchText(url);
      return { kind: "events", events: [] };
    },
  };
}

function isOfSns(url: string): boolean {
  const { protocol, hostname, port } = new URL(url);
  return protocol === "https:" && port === "" && SNS_HOST.test(hostname);
}

const signedText = (notice: Notice): string =>
  (notice.Type === "Notification" ? NOTIFICATION : CONFIRMATION)
    .filter((name) => notice[name] !== undefined && notice[name] !== null)
    .map((name) => `${name}\n${notice[name]}\n`)
    .join("");
