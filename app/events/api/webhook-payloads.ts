import { z } from "zod";
import { MarketingState } from "../event";
import { WEBHOOK_TYPES, type WebhookType } from "./webhook-types";

/** Types as an endpoint chooses them. */
export const WebhookTypes = z.array(z.enum(WEBHOOK_TYPES)).min(1).max(WEBHOOK_TYPES.length);

const Id = z.string().min(1);

const person = {
  customer_id: Id.nullable().describe("The customer's id in Shopify; null for a visitor."),
  email: z
    .string()
    .nullable()
    .optional()
    .describe("The address. Absent unless the endpoint receives addresses; null if none is known."),
};

const EmailFacts = z.strictObject({
  message_id: Id.describe("The email to this person, the same in all webhooks about it."),
  flow_id: Id.nullable().describe("The flow that sent it; null: none."),
  step_id: Id.nullable().describe("The flow's step that sent it."),
  campaign_id: Id.nullable().describe("The campaign that sent it; null: none."),
  ...person,
});

const ClickFacts = EmailFacts.extend({
  product_id: Id.nullable().describe("The linked product; null for other links."),
});

const BounceFacts = EmailFacts.extend({
  permanent: z
    .boolean()
    .describe("Whether the address does not exist. Kindred then sends it no more email."),
});

const ConsentFacts = z.strictObject({
  state: MarketingState.exclude(["redacted"]).describe("The consent to marketing emails."),
  opt_in: z.string().nullable().describe("single_opt_in or confirmed_opt_in, if known."),
  ...person,
});

const envelope = <T extends string, D extends z.ZodType>(type: T, data: D) =>
  z.strictObject({
    type: z.literal(type),
    timestamp: z.iso.datetime().describe("When it happened; not when it was sent."),
    shop: z.string().describe("The store's myshopify.com domain."),
    data,
  });

/** The JSON of each type of webhook. */
export const WEBHOOK_PAYLOADS = {
  "email.sent": envelope("email.sent", EmailFacts),
  "email.delivered": envelope("email.delivered", EmailFacts),
  "email.clicked": envelope("email.clicked", ClickFacts),
  "email.unsubscribed": envelope("email.unsubscribed", EmailFacts),
  "email.bounced": envelope("email.bounced", BounceFacts),
  "email.complained": envelope("email.complained", EmailFacts),
  "consent.changed": envelope("consent.changed", ConsentFacts),
  "webhook.test": envelope("webhook.test", z.strictObject({})),
} as const satisfies Readonly<Record<WebhookType | "webhook.test", z.ZodType>>;
