import type { CustomProperties } from "~/events/custom-event";
import { metafieldIdOfProperty } from "~/profiles/metafields/followed-metafield";
import { cleanText } from "./clean-text";

/** Long enough for a review that an email quotes. */
const MAX_PROPERTY_CHARS = 500;

/** Custom properties as texts. */
export const viewProperties = (properties: CustomProperties): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      cleanText(String(value), MAX_PROPERTY_CHARS),
    ]),
  );

/** Metafields by namespace and key. Entries of a list are separated by commas. */
export function viewMetafields(
  properties: Readonly<Record<string, string>>,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const found = Object.entries(properties).flatMap(([name, value]) => {
    const [namespace, key] = metafieldIdOfProperty(name)?.split(".") ?? [];
    const text = cleanText(value.replaceAll("\n", ", "), MAX_PROPERTY_CHARS);
    return namespace === undefined || key === undefined ? [] : [{ namespace, key, text }];
  });
  const byNamespace = Map.groupBy(found, ({ namespace }) => namespace);
  return Object.fromEntries(
    [...byNamespace].map(([namespace, fields]) => [
      namespace,
      Object.fromEntries(fields.map(({ key, text }) => [key, text])),
    ]),
  );
}
