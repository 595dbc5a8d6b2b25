/** Encoding of an array of doubles: under one key, NaN as null. */
const DOUBLES = "f64";

/** Encodes a model of plain values deterministically: JSON in UTF-8, with a `Float64Array` as `{"f64": […]}`. */
export function encodeModel(model: unknown): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(model, (_key, value: unknown) =>
    value instanceof Float64Array ? { [DOUBLES]: [...value] } : value,
  );
  return new TextEncoder().encode(text);
}

/**
 * Decodes the output of `encodeModel`.
 * @throws SyntaxError on anything else
 */
export function decodeModel(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes), (_key, value: unknown) =>
    isDoubles(value) ? Float64Array.from(value[DOUBLES], (it) => it ?? NaN) : value,
  );
}

function isDoubles(value: unknown): value is { readonly [DOUBLES]: readonly (number | null)[] } {
  return (
    typeof value === "object" && value !== null && DOUBLES in value && Array.isArray(value[DOUBLES])
  );
}
