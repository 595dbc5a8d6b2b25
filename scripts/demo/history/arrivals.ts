import type { FlowDefinition } from "~/flows/definition/flow";
import type { TriggerObject } from "~/flows/definition/send-step";
import { getTriggerDelayMs } from "~/flows/definition/trigger";
import { CROSS_SELL } from "~/flows/library/orders/cross-sell";
import { THANK_YOU } from "~/flows/library/orders/thank-you";
import { WIN_BACK } from "~/flows/library/people/win-back";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import type { ObjectFacts } from "~/flows/rules/enrollment-facts";
import type { SeedOrder } from "../../../test/shopify/store-seed";
import { checkoutFacts, orderFacts } from "../../../test/support/enrollment-builders";
import { remember, totalOf, type Recipient, type Step } from "./recipients";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** When the flow of lapsed customers looks for them in the history. */
const LOOKS_AT_MS = 9 * HOUR_MS;

/** Performs a step: it triggers flows and ends others. */
export function takeStep(recipient: Recipient, step: Step): void {
  const { person } = recipient;
  const { profileId } = person;
  const at = new Date(step.atMs);
  if (step.kind === "checkout") {
    const { token } = step;
    person.lastCheckoutMs = step.atMs;
    const object = checkoutFacts({ token, profileId, startedAt: at, updatedAt: at });
    arrive(recipient, ABANDONED_CHECKOUT, step.atMs, object, {
      ...({ kind: "checkout", token, cartToken: null, startedAt: at } as const),
      idleMinutes: getTriggerDelayMs(ABANDONED_CHECKOUT.trigger) / 60_000,
    });
    return;
  }
  const { order } = step;
  remember(recipient, order);
  const fulfilledAt = order.fulfilledAt === null ? null : new Date(order.fulfilledAt);
  const object = orderFacts({
    ...{ orderId: order.id, profileId, placedAt: at, fulfilledAt },
    totalMinor: totalOf(order),
  });
  const trigger = { kind: "order", orderId: order.id, placedAt: at } as const;
  arrive(recipient, THANK_YOU, step.atMs, object, trigger);
  if (fulfilledAt) arrive(recipient, CROSS_SELL, fulfilledAt.getTime(), object, trigger);
  awaitLapse(recipient, step.atMs);
}

/** Plans the win-back flow: of those who lapsed before the history, as many each day as the flow lets in, the latest first. */
export function awaitLapses(recipients: readonly Recipient[], beganMs: number): void {
  const firstMs = beganMs + LOOKS_AT_MS;
  const lastOf = ({ orders }: Recipient) => Date.parse(orders.at(-1)?.createdAt ?? "");
  const { trigger } = WIN_BACK;
  const perDay = trigger.kind === "lapsed" ? trigger.maxPerDay : 1;
  const lapsed = recipients.filter((recipient) => awaitLapse(recipient, firstMs) === firstMs);
  for (const [n, recipient] of lapsed.toSorted((a, b) => lastOf(b) - lastOf(a)).entries()) {
    awaitLapse(recipient, firstMs + Math.floor(n / perDay) * DAY_MS);
  }
}

/** @returns when the win-back flow begins after the last order, not before an instant; null: never */
function awaitLapse(recipient: Recipient, notBeforeMs: number): number | null {
  const { person, orders } = recipient;
  const { trigger } = WIN_BACK;
  const last = orders.at(-1);
  if (trigger.kind !== "lapsed" || !last) return null;
  person.arrivals = person.arrivals.filter(({ definition }) => definition !== WIN_BACK);
  const gapDays = meanGapDays(orders);
  const days = gapDays === null ? trigger.defaultDays : gapDays * trigger.intervalFactor;
  const lastMs = Date.parse(last.createdAt);
  const atMs = Math.max(notBeforeMs, lastMs + days * DAY_MS);
  const object = { kind: "person", hasMovedBack: false, noLongerQualifies: false } as const;
  // As the flow's own search names it.
  const key = `lapsed/${last.createdAt.slice(0, 10)}`;
  const about = { kind: "person", key, at: new Date(lastMs) } as const;
  arrive(recipient, WIN_BACK, atMs, { ...object, at: new Date(atMs) }, about);
  return atMs;
}

function meanGapDays(orders: readonly SeedOrder[]): number | null {
  const days = [...new Set(orders.map(({ createdAt }) => createdAt.slice(0, 10)))];
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || days.length < 2) return null;
  return (Date.parse(last) - Date.parse(first)) / DAY_MS / (days.length - 1);
}

function arrive(
  { person }: Recipient,
  definition: FlowDefinition,
  touchedMs: number,
  object: ObjectFacts,
  trigger: TriggerObject,
): void {
  const atMs = touchedMs + getTriggerDelayMs(definition.trigger);
  person.arrivals.push({ atMs, definition, object, trigger });
}
