import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listSources } from "./list-sources";

/** A zod enum, a union of strings, or the members of a constant. */
const CLOSED_TYPE =
  /const (\w+) = (?:z\s*\.enum\(|\w+\.(?:extract|exclude)\()|type (\w+) =\s*(?:\|?\s*"\w+"\s*[|;]|\(typeof \w+\)\[number\]|keyof typeof )/g;
/** `state: State`, `state?: null | State`, `state: "on" | "off"`, `row.state as State` */
const TYPED_PROPERTY = /\b(\w+)(?:\??: (?:null \| |readonly )?| as )(?:(\w+)\b|"\w+"\s*\|)/g;

/** The names of the properties in app/ whose values are a closed set: a zod enum, or a union of strings. */
export function listClosedProperties(): Set<string> {
  const texts = listSources()
    .filter((path) => path.endsWith(".ts") && !/^(routes|components|closed-columns)/.test(path))
    .map((path) => readFileSync(join("app", path), "utf8").replaceAll(/\/\*[^]*?\*\//g, ""));
  const types = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(CLOSED_TYPE)].map(([, schema, type]) => schema ?? type),
    ),
  );
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(TYPED_PROPERTY)].flatMap(([, property = "", type]) =>
        type === undefined || types.has(type) ? property : [],
      ),
    ),
  );
}
