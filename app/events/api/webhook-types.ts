/** The types of webhooks that an endpoint may choose. */
export const WEBHOOK_TYPES = [
  "email.sent",
  "email.delivered",
  "email.clicked",
  "email.unsubscribed",
  "email.bounced",
  "email.complained",
  "consent.changed",
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** The limits of webhooks, per store or endpoint. */
export const WEBHOOK_LIMITS = {
  endpoints: 5,
  urlChars: 500,
  /** To one endpoint. */
  perSecond: 50,
  /** How many requests to one endpoint are open at once. */
  parallel: 5,
  /** How long a webhook is kept, to be sent or replayed. */
  keptDays: 14,
  /** How long the previous secret also signs. */
  overlapHours: 24,
} as const;
