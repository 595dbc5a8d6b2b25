import { z } from "zod";
import { withAsciiDomain } from "~/lib/ascii-domain";
import { readTags, redactAddresses } from "../email";
import type { ListedEmail, ListedState, SentEmailProvider } from "../sent-email-provider";

type ListAnswer = Awaited<ReturnType<SentEmailProvider["list"]>>;
type IdentifyAnswer = Awaited<ReturnType<SentEmailProvider["identify"]>>;

/** The SDK's response. An error can be any JSON. */
interface ResendReply {
  readonly data: unknown;
  readonly error: unknown;
}

const Listed = z.object({
  id: z.string().min(1),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string().nullish(),
  created_at: z.coerce.date(),
  last_event: z.string().nullish(),
});
const ListPage = z.object({ data: z.array(Listed), has_more: z.boolean().default(false) });

/** Translates a page of Resend's list of sent emails. Emails to several recipients are not ours. */
export function fromResendList({ data, error }: ResendReply): ListAnswer {
  if (error !== null && error !== undefined) return unavailable(error);
  const parsed = ListPage.safeParse(data);
  if (!parsed.success) return { kind: "unavailable", detail: "A list that cannot be read" };
  return {
    kind: "page",
    hasMore: parsed.data.has_more,
    emails: parsed.data.data.map(
      ({ id, from, to, subject, created_at: createdAt, last_event }): ListedEmail => ({
        providerId: id,
        from: addressOf(from),
        to: to.length === 1 ? addressOf(to[0] ?? "") : "",
        subject: subject ?? "",
        createdAt,
        delivery: STATES[last_event ?? ""] ?? "accepted",
      }),
    ),
  };
}

const STATES: Readonly<Record<string, ListedState>> = {
  delivered: "delivered",
  // Opens and clicks imply delivery.
  opened: "delivered",
  clicked: "delivered",
  delivery_delayed: "delayed",
  bounced: "soft_bounced",
  complained: "complained",
  failed: "failed",
  canceled: "failed",
  suppressed: "suppressed",
};

const Found = z.object({
  tags: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
});

/** Translates one email of Resend. */
export function fromResendEmail({ data, error }: ResendReply): IdentifyAnswer {
  if (error !== null && error !== undefined) return unavailable(error);
  const parsed = Found.safeParse(data);
  if (!parsed.success) return { kind: "unavailable", detail: "An email that cannot be read" };
  const tags = Object.fromEntries((parsed.data.tags ?? []).map((it) => [it.name, it.value]));
  const ours = readTags(tags);
  return ours === null ? { kind: "unnamed" } : { kind: "ours", ...ours };
}

const ResendError = z.object({ name: z.string().catch(""), message: z.string().catch("") });

function unavailable(error: unknown): { kind: "unavailable"; detail: string } {
  const { name, message } = ResendError.catch({ name: "", message: "" }).parse(error);
  return { kind: "unavailable", detail: redactAddresses(`${name}: ${message}`) };
}

/** `"Kettle & Co" <Hello@kettle.example>` and `Hello@kettle.example` both give `hello@kettle.example`. */
function addressOf(mailbox: string): string {
  const address = /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox;
  return withAsciiDomain(address.trim().toLowerCase());
}
