import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";

/** Fields that reference one of Shopify's objects; the payload names them by their numeric id. */
const REFERENCES = ["customer_reference", "order_reference", "product_reference"] as const;

const Reference = z.strictObject({ type: z.enum(REFERENCES), required: z.boolean().optional() });
const ActionText = z.strictObject({
  type: z.literal("single_line_text_field"),
  key: z.string().regex(/^[a-z][a-z0-9-]*$/, "Keys are small letters, digits and hyphens"),
  name: z.string().min(1).max(50),
  description: z.string().optional(),
  required: z.boolean().optional(),
});
const TriggerText = z.strictObject({
  type: z.literal("single_line_text_field"),
  key: z.string().regex(/^[A-Za-z][A-Za-z ]*$/, "Keys are letters and spaces"),
  description: z.string().optional(),
});
const shared = { name: z.string().max(50), handle: z.string().max(30), description: z.string() };
/** Absolute, or a path that Shopify resolves against the app's application_url, or in development against its tunnel. */
const Address = z.union([
  z.url({ protocol: /^https$/ }),
  z.string().regex(/^\/(?!\/)\S*$/, "A relative URL starts with a single slash"),
]);
const settings = <Field extends z.ZodType>(field: Field) =>
  z.strictObject({ fields: z.array(field).min(1) });

/** The types that Shopify Flow accepts. Its own CLI accepts any, so this is stricter. */
export const FlowExtension = z.discriminatedUnion("type", [
  z.strictObject({
    ...shared,
    type: z.literal("flow_action"),
    runtime_url: Address,
    settings: settings(z.union([Reference, ActionText])),
  }),
  z.strictObject({
    ...shared,
    type: z.literal("flow_trigger"),
    settings: settings(z.union([Reference, TriggerText])),
  }),
  z.strictObject({
    name: shared.name,
    handle: shared.handle,
    type: z.literal("flow_trigger_lifecycle_callback"),
    url: Address,
  }),
]);
export type FlowExtension = z.infer<typeof FlowExtension>;

/**
 * The extensions for Shopify Flow after a deploy.
 * @throws for an invalid extension
 */
export function readFlowExtensions(folder: string): FlowExtension[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name, "shopify.extension.toml"))
    .filter((path) => existsSync(path))
    .map((path): unknown => parse(readFileSync(path, "utf8")))
    .filter((toml) => (toml as { type?: string }).type?.startsWith("flow_"))
    .map((toml) => FlowExtension.parse(toml));
}

interface Field {
  readonly type: string;
  readonly key?: string;
  readonly required?: boolean | undefined;
}

/** The name of a field's value in a payload. */
export const payloadKey = ({ type, key }: Field): string =>
  key ?? type.replace(/_reference$/, "_id");
