import { repeatKeyOf } from "~/delivery/decision/repeat-rule";
import { isInBaseline } from "~/experiments/draw-holdout";
import { applyFilters, parseMerge } from "~/messages/merge/merge-grammar";
import { textPaths } from "~/messages/merge/merge-paths";
import { frequencyGroupOf } from "~/predictions/history/email-habits";
import type { SeedOrder } from "../../../test/shopify/store-seed";
import type { Person, PlannedMessage } from "../../../test/simulated-shops/life/person";
import type { PastAnswer, PastDraw, PastOutcome } from "./history";
import type { Play } from "./play";
import { answerEmail, purchaseAfter, type PastEmail } from "./react";
import type { Recipient } from "./recipients";
import { findOwnSubject } from "./subject-tests";

/** Emails without a draw are compared with none, as in the policy's own counts. */
const UNDRAWN = "undrawn";

/** Sends an email with the subject that is drawn for it. What the recipient does after the history's end is left out. */
export function sendEmail(
  play: Play,
  recipient: Recipient,
  planned: PlannedMessage,
  nowMs: number,
): PastOutcome {
  const { person } = recipient;
  const at = new Date(nowMs);
  const messageId = `${person.profileId}/${planned.email}/${planned.plannedMs}`;
  const group = groupOf(person, at);
  const isOwn = isInBaseline(play.seed.shop.domain, person.profileId, play.settings.baselineRate);
  const variant = isOwn ? null : play.policy.draw(planned.email, "subject", messageId, group);
  // Without another subject there is no test, and nothing is drawn.
  const drawn = variant?.share === 1 ? null : variant;
  rememberSending(person, planned, at);
  const subject = drawn?.text ?? ownSubject(recipient, planned);
  const email = { messageId, subject, atMs: nowMs, products: play.popular };
  const answer = answerUntilEnd(play, recipient, email);
  follow(play, recipient, { planned, email, answer });
  play.policy.count({
    ...{ person, atMs: nowMs, email: drawn ? planned.email : UNDRAWN, group },
    variants: drawn ? { subject: drawn.variant } : {},
    hasClicked: answer.kind === "click",
    hasLeft: answer.kind === "unsubscribe",
  });
  const draws: PastDraw[] = drawn
    ? [{ kind: "subject", variant: drawn.variant, rate: drawn.share, group }]
    : [];
  return { state: "sent", at, draws, answer };
}

function groupOf({ lastEngagedMs, firstSentMs }: Person, at: Date): number {
  const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));
  return frequencyGroupOf(dateOf(lastEngagedMs), dateOf(firstSentMs), at);
}

function rememberSending(person: Person, { intent }: PlannedMessage, at: Date): void {
  person.sentAt.push(at);
  person.firstSentMs ??= at.getTime();
  const key = repeatKeyOf(intent);
  if (key !== null) person.sameSentAt.set(key, at);
}

function ownSubject({ orders }: Recipient, { email, intent }: PlannedMessage): string {
  const trigger = intent.origin === "flow" ? intent.trigger : null;
  const orderId = trigger?.kind === "order" ? trigger.orderId : null;
  const order = orders.find(({ id }) => id === orderId) ?? orders.at(-1);
  const title = order?.lines[0]?.title ?? "";
  const values: Readonly<Record<string, string>> = {
    "order.firstProductTitle": title,
    "picks.goesWith": "your order",
  };
  const parsed = parseMerge(findOwnSubject(email), textPaths(false));
  if (parsed.kind === "refused") throw new Error(`${email}: ${parsed.problem.code}`);
  return parsed.parts
    .map((part) =>
      typeof part === "string" ? part : applyFilters(values[part.path] ?? null, part.filters),
    )
    .join("");
}

function answerUntilEnd({ endMs }: Play, recipient: Recipient, email: PastEmail): PastAnswer {
  const answer = answerEmail(recipient, email);
  return answer.kind === "none" || answer.at.getTime() < endMs ? answer : { kind: "none" };
}

/** What follows from an answer: a flow sees the click, an order may come, or no further email is sent. */
function follow(
  { left, bought, endMs, productById }: Play,
  recipient: Recipient,
  {
    planned: { enrollment },
    email,
    answer,
  }: {
    readonly planned: PlannedMessage;
    readonly email: PastEmail;
    readonly answer: PastAnswer;
  },
): void {
  const { person, customer } = recipient;
  if (answer.kind === "none") return;
  if (answer.kind === "unsubscribe") {
    person.hasLeft = true;
    left.set(customer.id, answer.at);
    return;
  }
  person.lastEngagedMs = answer.at.getTime();
  if (enrollment) enrollment.hasClicked = true;
  const order = purchaseAfter(recipient, email, answer, productById);
  if (order === null || Date.parse(order.createdAt) >= endMs) return;
  bought.push(order);
  recipient.steps = inOrder(recipient.steps, order);
}

function inOrder(steps: Recipient["steps"], order: SeedOrder): Recipient["steps"] {
  const step = { kind: "order", atMs: Date.parse(order.createdAt), order } as const;
  return [...steps, step].toSorted((a, b) => a.atMs - b.atMs);
}
