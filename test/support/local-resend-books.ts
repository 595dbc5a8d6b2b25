import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";

const TAG = /^[A-Za-z0-9_-]{1,256}$/;

const WireEmail = z.object({
  from: z.string(),
  to: z.union([z.string(), z.array(z.string()).max(50)]),
  subject: z.string(),
  html: z.string().optional(),
  text: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  tags: z
    .array(z.object({ name: z.string().regex(TAG), value: z.string().regex(TAG) }))
    .default([]),
});
type WireEmail = z.infer<typeof WireEmail>;

/** An email that the provider accepted, with its lookup fields. */
export interface AcceptedEmail {
  readonly id: string;
  readonly recipient: string;
  readonly messageId: string | null;
  readonly shop: string | null;
  readonly key: string | null;
  readonly at: Date;
  readonly email: WireEmail;
}

export interface Answer {
  readonly statusCode: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Call {
  readonly path: string;
  readonly key: string | null;
  readonly body: string;
  readonly isPermissive: boolean;
}

interface Remembered {
  readonly bodyHash: string;
  answer: Answer | null;
}

/** A local Resend's state: accepted emails, and idempotency keys with their responses. */
export function createResendBooks(
  onAccepted: (email: AcceptedEmail) => void = () => {},
  now: () => Date = () => new Date(),
) {
  const accepted: AcceptedEmail[] = [];
  const remembered = new Map<string, Remembered>();

  /** Executes a call once per key: a repeat with the same bytes gets the first response. */
  async function take(call: Call, work: () => Promise<unknown>): Promise<Answer> {
    const { key } = call;
    if (key === null) return takeEmails(call);
    if (key.length > 256) return refusal(400, "invalid_idempotency_key", "The key is too long");
    const bodyHash = createHash("sha256").update(call.path).update(call.body).digest("hex");
    const known = remembered.get(key);
    if (known && known.bodyHash !== bodyHash) {
      return refusal(409, "invalid_idempotent_request", "The key was used with another body");
    }
    if (known) {
      return (
        known.answer ??
        refusal(409, "concurrent_idempotent_requests", "A call with this key is under way")
      );
    }

    const entry: Remembered = { bodyHash, answer: null };
    remembered.set(key, entry);
    await work();
    const answer = takeEmails(call);
    if (answer.statusCode === 200) entry.answer = answer;
    else remembered.delete(key);
    return answer;
  }

  function takeEmails({ path, key, body, isPermissive }: Call): Answer {
    if (path !== "/emails" && path !== "/emails/batch") return refusal(404, "not_found", path);
    const parsed = parseJson(body);
    const emails = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
    if (emails.length > 100) return refusal(422, "validation_error", "At most 100 emails");

    const checked = emails.map((email, index) => ({ index, ...checkEmail(email) }));
    const errors = checked.flatMap(({ index, message }) => (message ? [{ index, message }] : []));
    const [first] = errors;
    if (first && !(isPermissive && path === "/emails/batch")) {
      return refusal(422, "validation_error", first.message);
    }
    const ids = checked.flatMap(({ email }) => (email ? [{ id: accept(email, key) }] : []));
    if (path === "/emails") return { statusCode: 200, body: ids[0] };
    return { statusCode: 200, body: isPermissive ? { data: ids, errors } : { data: ids } };
  }

  function accept(email: WireEmail, key: string | null): string {
    const tag = (name: string) => email.tags.find((each) => each.name === name)?.value ?? null;
    const entry = {
      id: randomUUID(),
      recipient: [email.to].flat().join(","),
      messageId: tag("mid"),
      shop: tag("shop"),
      key,
      at: now(),
      email,
    };
    accepted.push(entry);
    onAccepted(entry);
    return entry.id;
  }

  return { accepted, take, clearKeys: () => remembered.clear() };
}

function checkEmail(unknownEmail: unknown): { email?: WireEmail; message?: string } {
  const parsed = WireEmail.safeParse(unknownEmail);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { message: `Invalid \`${issue?.path.join(".")}\` field: ${issue?.message}` };
  }
  const recipients = [parsed.data.to].flat();
  const bad = recipients.find((to) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to) || isRefused(to));
  return bad === undefined
    ? { email: parsed.data }
    : { message: `Invalid \`to\` field. The address ${bad} is not accepted.` };
}

function isRefused(address: string): boolean {
  return address.endsWith("@refused.example");
}

function refusal(statusCode: number, name: string, message: string): Answer {
  return { statusCode, body: { statusCode, name, message } };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
