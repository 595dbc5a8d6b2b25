import { createHmac, createSign, generateKeyPairSync, sign } from "node:crypto";
import { mailgunSource } from "~/feedback/email-events/sources/mailgun-source.server";
import { postmarkSource } from "~/feedback/email-events/sources/postmark-source.server";
import { resendSource } from "~/feedback/email-events/sources/resend-source.server";
import { sendGridSource } from "~/feedback/email-events/sources/sendgrid-source.server";
import { sesSource } from "~/feedback/email-events/sources/ses-source.server";
import type { EventSource } from "~/feedback/email-events/sources/event-source";
import { NOW } from "./builders";
import {
  aHardBounce,
  aResendEvent,
  aSoftBounce,
  signedEvent,
  WEBHOOK_SECRET,
} from "./resend-events";

export type ReportedKind =
  | "delivered"
  | "delayed"
  | "hard_bounce"
  | "soft_bounce"
  | "complaint"
  | "suppressed"
  | "failed"
  | "opened";

/** A provider's webhooks as it documents them. */
export interface ProviderEvents {
  readonly source: EventSource;
  /** An event about one of our emails; each call makes a new one. */
  readonly event: (kind: ReportedKind, messageId: string, to: string) => Record<string, unknown>;
  readonly signed: (event: unknown) => SignedRequest;
}

interface SignedRequest {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

const SECONDS = Math.floor(NOW.getTime() / 1_000);
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
let events = 0;
const nextId = () => `event-${++events}`;

const resend: ProviderEvents = {
  source: resendSource(WEBHOOK_SECRET),
  event(kind, messageId, to) {
    if (kind === "hard_bounce") return aHardBounce(messageId, to);
    if (kind === "soft_bounce") return aSoftBounce(messageId, to, NOW);
    return aResendEvent({ type: `email.${RESEND_TYPES[kind]}`, messageId, to });
  },
  signed: signedEvent,
};
const RESEND_TYPES = {
  delivered: "delivered",
  delayed: "delivery_delayed",
  complaint: "complained",
  suppressed: "suppressed",
  failed: "failed",
  opened: "opened",
} as const;

const snsKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:kindred";
const CERTIFICATE = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem";

/** URLs that the source has fetched. */
export const fetchedFromSns: string[] = [];

/** A notice of Amazon SNS, signed. */
export function aSignedNotice(fields: Readonly<Record<string, string>>): SignedRequest {
  const notice = {
    MessageId: nextId(),
    TopicArn: TOPIC,
    Timestamp: NOW.toISOString(),
    Type: "Notification",
    ...fields,
  };
  const text = Object.entries(notice)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}\n${value}\n`)
    .join("");
  const signature = createSign("sha256").update(text).sign(snsKeys.privateKey, "base64");
  const body = bytesOf({
    ...notice,
    SignatureVersion: "2",
    Signature: signature,
    SigningCertURL: CERTIFICATE,
  });
  return { headers: new Headers({ "x-amz-sns-message-type": notice.Type }), body };
}

const ses: ProviderEvents = {
  source: sesSource(TOPIC, (url) => {
    fetchedFromSns.push(url);
    return Promise.resolve(String(snsKeys.publicKey.export({ format: "pem", type: "spki" })));
  }),
  event: (kind, messageId, to) => ({
    ["mail" as string]: {
      timestamp: NOW.toISOString(),
      source: "hello@kettle.example",
      messageId: `ses-${messageId}`,
      destination: [to],
      tags: { "ses:operation": ["SendEmail"], mid: [messageId], shop: ["kettle"] },
    },
    ...sesDetails(kind, to),
  }),
  signed: (event) => aSignedNotice({ Message: JSON.stringify(event) }),
};

function sesDetails(kind: ReportedKind, to: string) {
  const bounce = (bounceType: string, bounceSubType: string) => ({
    eventType: "Bounce",
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: [
        { emailAddress: to, status: "5.1.1", diagnosticCode: `smtp; 550 5.1.1 no mailbox ${to}` },
      ],
      timestamp: NOW.toISOString(),
    },
  });
  switch (kind) {
    case "hard_bounce":
      return bounce("Permanent", "General");
    case "soft_bounce":
      return bounce("Transient", "MailboxFull");
    case "suppressed":
      return bounce("Permanent", "OnAccountSuppressionList");
    case "complaint":
      return {
        eventType: "Complaint",
        complaint: { complainedRecipients: [{ emailAddress: to }], timestamp: NOW.toISOString() },
      };
    case "delivered":
      return {
        eventType: "Delivery",
        delivery: { timestamp: NOW.toISOString(), recipients: [to] },
      };
    case "delayed":
      return {
        eventType: "DeliveryDelay",
        deliveryDelay: { delayedRecipients: [{ emailAddress: to }], delayType: "MailboxFull" },
      };
    case "failed":
      return { eventType: "Reject", reject: { reason: "Bad content" } };
    case "opened":
      return { eventType: "Open", open: { ipAddress: "192.0.2.1" } };
  }
}

const POSTMARK_PASSWORD = "correct horse: battery staple";

const postmark: ProviderEvents = {
  source: postmarkSource(POSTMARK_PASSWORD),
  event: (kind, messageId, to) => ({
    MessageID: `postmark-${messageId}-${nextId()}`,
    Metadata: { mid: messageId, shop: "kettle" },
    MessageStream: "broadcast",
    ...postmarkDetails(kind, to),
  }),
  signed: (event) => ({
    headers: new Headers({
      authorization: `Basic ${Buffer.from(`kindred:${POSTMARK_PASSWORD}`).toString("base64")}`,
    }),
    body: bytesOf(event),
  }),
};

function postmarkDetails(kind: ReportedKind, to: string) {
  const bounce = (Type: string) => ({
    RecordType: "Bounce",
    ID: 42,
    Type,
    Description: `The server could not deliver to ${to}`,
    Email: to,
    BouncedAt: NOW.toISOString(),
  });
  switch (kind) {
    case "hard_bounce":
      return bounce("HardBounce");
    case "soft_bounce":
      return bounce("Transient");
    case "failed":
      return bounce("SMTPApiError");
    case "suppressed":
      return {
        RecordType: "SubscriptionChange",
        SuppressSending: true,
        SuppressionReason: "ManualSuppression",
        Origin: "Recipient",
        Recipient: to,
        ChangedAt: NOW.toISOString(),
      };
    case "complaint":
      return { ...bounce("SpamComplaint"), RecordType: "SpamComplaint" };
    case "delivered":
      return { RecordType: "Delivery", Recipient: to, DeliveredAt: NOW.toISOString() };
    // Postmark reports no delays: an answering machine changes nothing either.
    case "delayed":
      return bounce("AutoResponder");
    case "opened":
      return { RecordType: "Open", Recipient: to, FirstOpen: true };
  }
}

const sendGridKeys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });

const sendGrid: ProviderEvents = {
  source: sendGridSource(
    sendGridKeys.publicKey.export({ format: "der", type: "spki" }).toString("base64"),
  ),
  event: (kind, messageId, to) => ({
    email: to,
    timestamp: SECONDS,
    "smtp-id": `<${messageId}@ismtpd>`,
    sg_event_id: nextId(),
    sg_message_id: `sendgrid-${messageId}.recvd`,
    mid: messageId,
    shop: "kettle",
    ...SENDGRID_DETAILS[kind],
  }),
  signed(event) {
    const body = bytesOf([event].flat());
    const timestamp = String(SECONDS);
    const signature = sign(
      "sha256",
      Buffer.concat([Buffer.from(timestamp), body]),
      sendGridKeys.privateKey,
    ).toString("base64");
    return {
      headers: new Headers({
        "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
        "X-Twilio-Email-Event-Webhook-Signature": signature,
      }),
      body,
    };
  },
};
const SENDGRID_DETAILS: Readonly<Record<ReportedKind, Readonly<Record<string, string>>>> = {
  delivered: { event: "delivered", response: "250 OK" },
  delayed: { event: "deferred", response: "400 try again later", attempt: "5" },
  hard_bounce: { event: "bounce", type: "bounce", reason: "550 no such user", status: "5.1.1" },
  soft_bounce: { event: "bounce", type: "blocked", reason: "550 listed", status: "5.7.1" },
  complaint: { event: "spamreport" },
  suppressed: { event: "dropped", reason: "Bounced Address", status: "5.0.0" },
  failed: { event: "dropped", reason: "Spam Content" },
  opened: { event: "open", useragent: "Mozilla/5.0" },
};

const MAILGUN_KEY = "0123456789abcdef-key";

const mailgun: ProviderEvents = {
  source: mailgunSource(MAILGUN_KEY),
  event: (kind, messageId, to) => ({
    "event-data": {
      id: nextId(),
      timestamp: SECONDS + 0.25,
      recipient: to,
      message: { headers: { "message-id": `${messageId}@kettle.example` } },
      "user-variables": { mid: messageId, shop: "kettle" },
      ...MAILGUN_DETAILS[kind],
    },
  }),
  signed(event) {
    const token = nextId();
    const signature = createHmac("sha256", MAILGUN_KEY).update(`${SECONDS}${token}`).digest("hex");
    const named = typeof event === "object" ? event : { event };
    return {
      headers: new Headers(),
      body: bytesOf({ signature: { timestamp: String(SECONDS), token, signature }, ...named }),
    };
  },
};
const MAILGUN_DETAILS: Readonly<Record<ReportedKind, Readonly<Record<string, unknown>>>> = {
  delivered: { event: "delivered" },
  delayed: { event: "failed", severity: "temporary", "delivery-status": { code: 452 } },
  hard_bounce: {
    event: "failed",
    severity: "permanent",
    reason: "bounce",
    "delivery-status": { code: 550, message: "No such user" },
  },
  soft_bounce: { event: "failed", severity: "permanent", reason: "old" },
  complaint: { event: "complained" },
  suppressed: { event: "failed", severity: "permanent", reason: "suppress-bounce" },
  failed: {
    event: "rejected",
    reject: { reason: "Sandbox subdomains are for test purposes only" },
  },
  opened: { event: "opened", ip: "192.0.2.1" },
};

export const PROVIDER_EVENTS: readonly (readonly [string, ProviderEvents])[] = [
  ["Resend", resend],
  ["Amazon SES", ses],
  ["Postmark", postmark],
  ["SendGrid", sendGrid],
  ["Mailgun", mailgun],
];
