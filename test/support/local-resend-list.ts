import type { AcceptedEmail, Answer } from "./local-resend-books";

const PAGE_EMAILS = 2;

/** The list of sent emails, newest first in pages of two, and single emails with their tags. */
export function answerEmailList(
  accepted: readonly AcceptedEmail[],
  path: string,
  lastEvents: ReadonlyMap<string, string>,
): Answer {
  const listed = (email: AcceptedEmail) => shown(email, lastEvents.get(email.id) ?? "delivered");
  const url = new URL(path, "http://localhost");
  const id = url.pathname.split("/")[2];
  if (id !== undefined) {
    const found = accepted.find((it) => it.id === id);
    return found
      ? { statusCode: 200, body: { ...listed(found), tags: found.email.tags } }
      : UNKNOWN;
  }
  const newestFirst = accepted.toReversed();
  const after = url.searchParams.get("after");
  const from = after === null ? 0 : newestFirst.findIndex((it) => it.id === after) + 1;
  if (after !== null && from === 0) return UNKNOWN;
  const data = newestFirst.slice(from, from + PAGE_EMAILS).map(listed);
  const has_more = from + PAGE_EMAILS < accepted.length;
  return { statusCode: 200, body: { object: "list", has_more, data } };
}

const UNKNOWN: Answer = {
  statusCode: 404,
  body: { statusCode: 404, name: "not_found", message: "Email not found" },
};

function shown({ id, at, email }: AcceptedEmail, lastEvent: string) {
  return {
    object: "email",
    id,
    from: email.from.replaceAll('"', ""),
    to: [email.to].flat(),
    subject: email.subject,
    created_at: at.toISOString(),
    last_event: lastEvent,
    scheduled_at: null,
  };
}
