import { at, textOf } from "~/events/read-json";
import { withAsciiDomain } from "~/lib/ascii-domain";
import { composeMime } from "../mime.server";
import type { HttpProvider } from "./http-provider";

export interface MailgunOptions {
  readonly apiKey: string;
  /** The account's domain to send from; null: the one of each sender. */
  readonly domain: string | null;
  readonly baseUrl: string;
}

const HOUR_MS = 3_600_000;

/**
 * Mailgun's API for one email, as MIME.
 *
 * @see https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages/post-v3--domain-name--messages.mime
 */
export function mailgun({ apiKey, baseUrl, ...account }: MailgunOptions): HttpProvider {
  return {
    name: "mailgun",
    credential: apiKey,
    async request(email) {
      const domain = account.domain ?? email.from.address.split("@").at(-1) ?? "";
      const form = new FormData();
      form.set("to", withAsciiDomain(email.to));
      form.set("message", new Blob([new Uint8Array(await composeMime(email))]), "message.eml");
      for (const [name, value] of Object.entries(email.tags)) form.set(`v:${name}`, value);
      // Kindred signs its own links and counts opens itself.
      form.set("o:tracking", "no");
      return new Request(`${baseUrl}/v3/${encodeURIComponent(domain)}/messages.mime`, {
        method: "POST",
        headers: { Authorization: `Basic ${Buffer.from(`api:${apiKey}`).toString("base64")}` },
        body: form,
      });
    },
    readId: ({ body }) => textOf(at(body, "id"), 300),
    readError: ({ body }) => ({ code: null, text: at(body, "message") }),
    outcomes: [
      // The domain is not one of the account's.
      { status: [404, 404], means: "identity_refused" },
      {
        status: [400, 403],
        error: /disabled|not allowed to send|activate your/i,
        means: "identity_refused",
      },
      { status: [402, 402], means: "quota_exhausted", waitMs: HOUR_MS },
    ],
  };
}
