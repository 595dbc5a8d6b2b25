import { createHmac, generateKeyPairSync, sign } from "node:crypto";
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
import {
  aSignedNotice,
  fetchedFromSns,
  jsonBytes,
  SNS_KEY,
  SNS_TOPIC,
  type SignedRequest,
} from "./sns-notices";

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
  /** The variables with which Kindred accepts them. */
  readonly env: Readonly<Record<string, string>>;
  /** An event about one of our emails; each call makes a new one. */
  readonly event: (
    kind: ReportedKind,
    messageId: string,
    to: string,
    at?: Date,
  ) => Record<string, unknown>;
  readonly signed: (event: unknown, at?: Date) => SignedRequest;
}

const secondsOf = (at: Date) => Math.floor(at.getTime() / 1_000);
let events = 0;
const nextId = () => `event-${++events}`;

const resend: ProviderEvents = {
  source: resendSource(WEBHOOK_SECRET),
  env: { RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET },
  event(kind, messageId, to, at = NOW) {
    if (kind === "hard_bounce") return aHardBounce(messageId, to, at);
    if (kind === "soft_bounce") return aSoftBounce(messageId, to, at);
    return aResendEvent({ type: `email.${RESEND_TYPES[kind]}`, messageId, to, at });
  },
  signed: (event, at = NOW) => signedEvent(event, { now: at }),
};
const RESEND_TYPES = {
  delivered: "delivered",
  delayed: "delivery_delayed",
  complaint: "complained",
  suppressed: "suppressed",
  failed: "failed",
  opened: "opened",
} as const;

const ses: ProviderEvents = {
  source: sesSource(SNS_TOPIC, (url) => {
    fetchedFromSns.push(url);
    return Promise.resolve(SNS_KEY);
  }),
  env: { SES_TOPIC_ARN: SNS_TOPIC },
  event: (kind, messageId, to, at = NOW) => ({
    ["mail" as string]: {
      timestamp: at.toISOString(),
      source: "hello@kettle.example",
      messageId: `ses-${messageId}`,
      destination: [to],
      tags: { "ses:operation": ["SendEmail"], mid: [messageId], shop: ["kettle"] },
    },
    ...sesDetails(kind, to, at),
  }),
  signed: (event) => aSignedNotice({ Message: JSON.stringify(event) }),
};

function sesDetails(kind: ReportedKind, to: string, at: Date) {
  const bounce = (bounceType: string, bounceSubType: string) => ({
    eventType: "Bounce",
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: [
        { emailAddress: to, status: "5.1.1", diagnosticCode: `smtp; 550 5.1.1 no mailbox ${to}` },
      ],
      timestamp: at.toISOString(),
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
        complaint: { complainedRecipients: [{ emailAddress: to }], timestamp: at.toISOString() },
      };
    case "delivered":
      return {
        eventType: "Delivery",
        delivery: { timestamp: at.toISOString(), recipients: [to] },
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

const POSTMARK_PASSWORD = "correct horse: battery staple, four times";

const postmark: ProviderEvents = {
  source: postmarkSource(POSTMARK_PASSWORD),
  env: { POSTMARK_WEBHOOK_PASSWORD: POSTMARK_PASSWORD },
  event: (kind, messageId, to, at = NOW) => ({
    MessageID: `postmark-${messageId}-${nextId()}`,
    Metadata: { mid: messageId, shop: "kettle" },
    MessageStream: "broadcast",
    ...postmarkDetails(kind, to, at),
  }),
  signed: (event) => ({
    headers: new Headers({
      authorization: `Basic ${Buffer.from(`kindred:${POSTMARK_PASSWORD}`).toString("base64")}`,
    }),
    body: jsonBytes(event),
  }),
};

function postmarkDetails(kind: ReportedKind, to: string, at: Date) {
  const bounce = (Type: string) => ({
    RecordType: "Bounce",
    ID: 42,
    Type,
    Description: `The server could not deliver to ${to}`,
    Email: to,
    BouncedAt: at.toISOString(),
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
        ChangedAt: at.toISOString(),
      };
    case "complaint":
      return { ...bounce("SpamComplaint"), RecordType: "SpamComplaint" };
    case "delivered":
      return { RecordType: "Delivery", Recipient: to, DeliveredAt: at.toISOString() };
    // Postmark reports no delays: an answering machine changes nothing either.
    case "delayed":
      return bounce("AutoResponder");
    case "opened":
      return { RecordType: "Open", Recipient: to, FirstOpen: true };
  }
}

const sendGridKeys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });

const SENDGRID_KEY = sendGridKeys.publicKey
  .export({ format: "der", type: "spki" })
  .toString("base64");

const sendGrid: ProviderEvents = {
  source: sendGridSource(SENDGRID_KEY),
  env: { SENDGRID_WEBHOOK_KEY: SENDGRID_KEY },
  event: (kind, messageId, to, at = NOW) => ({
    email: to,
    timestamp: secondsOf(at),
    "smtp-id": `<${messageId}@ismtpd>`,
    sg_event_id: nextId(),
    sg_message_id: `sendgrid-${messageId}.recvd`,
    mid: messageId,
    shop: "kettle",
    ...SENDGRID_DETAILS[kind],
  }),
  signed(event, at = NOW) {
    const body = jsonBytes([event].flat());
    const timestamp = String(secondsOf(at));
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

const MAILGUN_KEY = "0123456789abcdef-0123456789abcdef";

const mailgun: ProviderEvents = {
  source: mailgunSource(MAILGUN_KEY),
  env: { MAILGUN_SIGNING_KEY: MAILGUN_KEY },
  event: (kind, messageId, to, at = NOW) => ({
    "event-data": {
      id: nextId(),
      timestamp: secondsOf(at) + 0.25,
      recipient: to,
      message: { headers: { "message-id": `${messageId}@kettle.example` } },
      "user-variables": { mid: messageId, shop: "kettle" },
      ...MAILGUN_DETAILS[kind],
    },
  }),
  signed(event, at = NOW) {
    const token = nextId();
    const timestamp = String(secondsOf(at));
    const signature = createHmac("sha256", MAILGUN_KEY)
      .update(timestamp + token)
      .digest("hex");
    const named = typeof event === "object" ? event : { event };
    return {
      headers: new Headers(),
      body: jsonBytes({ signature: { timestamp, token, signature }, ...named }),
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
