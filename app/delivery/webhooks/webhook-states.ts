import { WEBHOOK_TYPES } from "~/events/api/webhook-types";

const ENDPOINT_STATUSES = ["active", "paused", "disabled"] as const;
/** `paused` by the merchant, `disabled` by Kindred. Meanwhile webhooks are queued and wait. */
export type EndpointStatus = (typeof ENDPOINT_STATUSES)[number];

const DISABLE_REASONS = ["failing", "gone"] as const;
/** Why Kindred disables an endpoint: nothing arrived for three days, or it wants no more webhooks. */
export type DisableReason = (typeof DISABLE_REASONS)[number];

const WEBHOOK_STATES = ["pending", "delivered", "failed"] as const;
export type OutgoingWebhookState = (typeof WEBHOOK_STATES)[number];

/** The closed columns of webhooks, with their values. */
export const WEBHOOK_COLUMNS = {
  webhook_endpoint: {
    types: WEBHOOK_TYPES,
    status: ENDPOINT_STATUSES,
    disabled_for: DISABLE_REASONS,
  },
  outgoing_webhook: { type: [...WEBHOOK_TYPES, "webhook.test"], state: WEBHOOK_STATES },
};
