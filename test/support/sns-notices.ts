import { createSign, generateKeyPairSync } from "node:crypto";
import { NOW } from "./builders";

export interface SignedRequest {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

export const jsonBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const snsKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const SNS_TOPIC = "arn:aws:sns:eu-west-1:123456789012:kindred";
const CERTIFICATE = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem";
/** What Amazon SNS serves at that address. */
export const SNS_KEY = String(snsKeys.publicKey.export({ format: "pem", type: "spki" }));

/** URLs that the source has fetched. */
export const fetchedFromSns: string[] = [];

let notices = 0;

/** A notice of Amazon SNS, signed. */
export function aSignedNotice(fields: Readonly<Record<string, string>>): SignedRequest {
  const notice = {
    MessageId: `notice-${++notices}`,
    TopicArn: SNS_TOPIC,
    Timestamp: NOW.toISOString(),
    Type: "Notification",
    ...fields,
  };
  const text = Object.entries(notice)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}\n${value}\n`)
    .join("");
  const signature = createSign("sha256").update(text).sign(snsKeys.privateKey, "base64");
  const body = jsonBytes({
    ...notice,
    SignatureVersion: "2",
    Signature: signature,
    SigningCertURL: CERTIFICATE,
  });
  return { headers: new Headers({ "x-amz-sns-message-type": notice.Type }), body };
}
