import type { TriggerKind } from "~/flows/definition/trigger";
import type { EmailReason } from "~/messages/blocks/kinds/footer";
import { listReadyNames } from "~/messages/ready/ready-templates.server";

/** A prebuilt email that a new one can start from. */
export interface OfferedEmail {
  readonly templateId: string;
  readonly name: string;
}

const REASONS: Readonly<Partial<Record<TriggerKind, EmailReason>>> = {
  checkout_idle: "checkout",
  cart_idle: "cart",
  browse_idle: "viewed",
  price_drop: "viewed",
  low_stock: "viewed",
  back_in_stock: "request",
  replenishment_due: "order",
  order_paid: "order",
  order_delivered: "order",
  anniversary: "birthday",
};

/**
 * Prebuilt emails that fit a flow with this trigger, those about the trigger's object first: an email states why the
 * recipient gets it. Everyone in a flow is subscribed, so emails for subscribers fit all.
 */
export function listOfferedEmails(trigger: TriggerKind): readonly OfferedEmail[] {
  const reason = REASONS[trigger];
  const offered = listReadyNames().filter(
    ({ because }) => because === reason || because === "subscribed",
  );
  return offered
    .toSorted((a, b) => Number(b.because === reason) - Number(a.because === reason))
    .map(({ templateId, name }) => ({ templateId, name }));
}
