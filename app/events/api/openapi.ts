import { z } from "zod";
import { API_LIMITS, ApiFault, ApiResult, EventsRequest, ProfilesRequest } from "./api-requests";

/** The OpenAPI 3.1 document of the API. Its schemas are those that validate the requests. */
export const OPENAPI = {
  openapi: "3.1.0",
  info: {
    title: "Kindred Events API",
    version: "1",
    description: "Sends custom events and customer properties of a Shopify store to Kindred.",
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
          "Sets properties of up to 100 customers. Valid items are stored even if others are refused.",
        request: ProfilesRequest,
      }),
    },
  },
  components: {
    securitySchemes: {
      apiKey: { type: "http", scheme: "bearer", description: "A key from Settings > API keys." },
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

function answer(description: string, schema: "Result" | "Fault") {
  const $ref = `#/components/schemas/${schema}`;
  return { description, content: { "application/json": { schema: { $ref } } } };
}

function schemaOf(schema: z.ZodType) {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return rest;
}
