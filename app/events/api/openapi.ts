import { z } from "zod";
import { API_LIMITS, ApiFault, ApiResult, EventsRequest, ProfilesRequest } from "./api-requests";
import { WEBHOOK_PAYLOADS } from "./webhook-payloads";

const WEBHOOK_SUMMARIES: Readonly<Record<keyof typeof WEBHOOK_PAYLOADS, string>> = {
  "email.sent": "The email provider accepted an email",
  "email.delivered": "An email arrived",
  "email.clicked": "A person followed a link of an email",
  "email.unsubscribed": "A person unsubscribed by a link of an email",
  "email.bounced": "An email could not be delivered",
  "email.complained": "A person marked an email as spam",
  "consent.changed": "A customer's consent to marketing emails changed",
  "webhook.test": "The merchant sent a test",
};

/** The OpenAPI 3.1 document of the API. Its schemas are those that validate the requests. */
export const OPENAPI = {
  openapi: "3.1.0",
  info: {
    title: "Kindred Events API",
    version: "1",
    description:
      "Sends custom events and customer properties of a Shopify store to Kindred, and receives webhooks about its emails.",
    license: { name: "MIT", identifier: "MIT" },
  },
  servers: [{ url: "/" }],
  security: [{ apiKey: [] }],
  paths: {
    "/api/events": {
      post: operation({
        operationId: "sendEvents",
        summary: "Send custom events",
        description:
          "Stores up to 100 events. Valid events are stored even if others are refused. Repeating a request stores nothing twice.",
        request: EventsRequest,
      }),
    },
    "/api/profiles": {
      post: operation({
        operationId: "setProperties",
        summary: "Set customer properties",
        description:
          "Sets and removes properties of up to 100 customers. Valid items are stored even if others are refused.",
        request: ProfilesRequest,
      }),
    },
  },
  webhooks: Object.fromEntries(
    Object.entries(WEBHOOK_PAYLOADS).map(([type, payload]) => [type, webhook(type, payload)]),
  ),
  components: {
    securitySchemes: {
      apiKey: {
        type: "http",
        scheme: "bearer",
        description: "A key from Settings > API and webhooks.",
      },
    },
    schemas: { Result: schemaOf(ApiResult), Fault: schemaOf(ApiFault) },
  },
};

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly request: z.ZodType;
}

function operation({ request, ...texts }: Operation) {
  return {
    ...texts,
    requestBody: { required: true, content: { "application/json": { schema: schemaOf(request) } } },
    responses: {
      "200": answer("All items are stored, now or by an earlier request.", "Result"),
      "207": answer("Some items were refused: see `errors`.", "Result"),
      "400": answer("The body is not JSON, or has no list of 1 to 100 items.", "Fault"),
      "401": answer("The key is missing, unknown or revoked.", "Fault"),
      "413": answer(`The body is longer than ${API_LIMITS.bytes} bytes.`, "Fault"),
      "422": answer("All items were refused: see `errors`.", "Result"),
      "429": answer("Too many requests: repeat it after `Retry-After` seconds.", "Fault"),
      "503": answer("Not available now: repeat it after `Retry-After` seconds.", "Fault"),
    },
  };
}

function webhook(type: string, payload: z.ZodType) {
  const header = (name: string, description: string) => ({
    ...{ name, in: "header", required: true, description, schema: { type: "string" } },
  });
  return {
    post: {
      operationId: type,
      summary: WEBHOOK_SUMMARIES[type as keyof typeof WEBHOOK_SUMMARIES],
      security: [],
      parameters: [
        header("webhook-id", "The same in each attempt: ignore one that you know."),
        header("webhook-timestamp", "When this attempt was made, in seconds since 1970."),
        header(
          "webhook-signature",
          "`v1,` and the base64 HMAC-SHA256 of id, timestamp and body, joined by full stops; several are separated by spaces.",
        ),
      ],
      requestBody: {
        required: true,
        content: { "application/json": { schema: schemaOf(payload) } },
      },
      responses: {
        "2XX": { description: "Received. Anything else is sent again." },
        "410": { description: "The endpoint wants no more webhooks: Kindred turns it off." },
      },
    },
  };
}

function answer(description: string, schema: "Result" | "Fault") {
  const $ref = `#/components/schemas/${schema}`;
  return { description, content: { "application/json": { schema: { $ref } } } };
}

function schemaOf(schema: z.ZodType) {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return rest;
}
