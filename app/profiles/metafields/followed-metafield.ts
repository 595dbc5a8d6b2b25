import { z } from "zod";

/** A customer metafield that the merchant chose: its values at Shopify become customer properties. */
export const FollowedMetafield = z.object({
  namespace: z.string(),
  key: z.string(),
  /** The name of its definition. */
  name: z.string(),
  /** Shopify's type, such as "number_integer" or "list.single_line_text_field". */
  type: z.string(),
});
export type FollowedMetafield = z.infer<typeof FollowedMetafield>;

/** Maximum number of metafields that a shop follows; each customer's are read in one query. */
export const MAX_FOLLOWED_METAFIELDS = 10;

/** What sets the properties, in place of a flow's id. */
export const METAFIELD_SOURCE = "shopify-metafield";

const PREFIX = "metafield.";

/** How Shopify names a metafield: "custom.birthday". */
export const metafieldIdOf = ({ namespace, key }: Pick<FollowedMetafield, "namespace" | "key">) =>
  `${namespace}.${key}`;

/** The name of the customer property. Flows and the API set none with a dot. */
export const metafieldPropertyOf = (field: Pick<FollowedMetafield, "namespace" | "key">) =>
  PREFIX + metafieldIdOf(field);

/** The metafield of a property, "custom.birthday"; null if it is another property. */
export const metafieldIdOfProperty = (name: string): string | null =>
  name.startsWith(PREFIX) ? name.slice(PREFIX.length) : null;

/** How segments compare a metafield. */
export type MetafieldReading = "text" | "number" | "boolean" | "date" | "list";

const READINGS: Readonly<Record<string, Exclude<MetafieldReading, "list">>> = {
  single_line_text_field: "text",
  number_integer: "number",
  number_decimal: "number",
  boolean: "boolean",
  date: "date",
  date_time: "date",
};

const LIST = "list.";

export const isMetafieldList = (type: string) => type.startsWith(LIST);

/** The type of a list's entries; another type itself. */
export const metafieldItemTypeOf = (type: string) =>
  isMetafieldList(type) ? type.slice(LIST.length) : type;

/** How values of a type are compared; null: the type cannot be followed. */
export function metafieldReadingOf(type: string): MetafieldReading | null {
  const reading = READINGS[metafieldItemTypeOf(type)];
  if (reading === undefined) return null;
  return isMetafieldList(type) ? "list" : reading;
}

/** Why a type cannot be followed. */
export type MetafieldRefusal = "long_text" | "reference" | "unit" | "other";

/** The reason for a type without a reading. */
export function metafieldRefusalOf(type: string): MetafieldRefusal {
  const item = metafieldItemTypeOf(type);
  if (item === "multi_line_text_field" || item === "rich_text_field") return "long_text";
  if (item.endsWith("_reference")) return "reference";
  return ["money", "dimension", "volume", "weight", "rating"].includes(item) ? "unit" : "other";
}
