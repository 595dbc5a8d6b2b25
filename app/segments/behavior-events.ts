import type { Behavior } from "./condition";

/** Event kinds by behavior. Only human clicks count. */
export const EVENT_BY_BEHAVIOR = {
  got_email: "email_sent",
  clicked_email: "email_clicked",
  signed_up: "sign_up_confirmed",
  requested_product_alert: "notify_me_requested",
  custom_event: "custom_event_received",
} as const satisfies Partial<Record<Behavior, string>>;

/** The event kind of a behavior; `null` if it is read from another source. */
export const getEventKind = (behavior: Behavior): string | null =>
  behavior in EVENT_BY_BEHAVIOR
    ? EVENT_BY_BEHAVIOR[behavior as keyof typeof EVENT_BY_BEHAVIOR]
    : null;
