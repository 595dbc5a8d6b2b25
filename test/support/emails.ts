import type { Email } from "~/delivery/email";
import { anId } from "./an-id";

/** A valid default email with a new message id. */
export function anEmail(overrides: Partial<Email> = {}): Email {
  const messageId = overrides.messageId ?? `message-${anId()}`;
  return {
    messageId,
    from: { name: "Kettle & Co", address: "hello@kettle.example" },
    to: `${messageId}@example.com`,
    replyTo: null,
    subject: "We kept your checkout for you",
    html: "<p>Hi Ada</p>",
    text: "Hi Ada\n",
    headers: {
      "List-Unsubscribe": "<https://mail.kettle.example/u/v1.abc>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    tags: { mid: messageId, shop: "kettle" },
    ...overrides,
  };
}
