/** Keeps the named fields; "line_items.id" reaches into objects and lists. */
export function pickFields(payload: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(payload)) return payload.map((it) => pickFields(it, fields));
  if (payload === null || typeof payload !== "object") return payload;
  const source = payload as Record<string, unknown>;
  const picked: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    const below = fields
      .filter((it) => it.startsWith(`${key}.`))
      .map((it) => it.slice(key.length + 1));
    if (fields.includes(key)) picked[key] = value;
    else if (below.length > 0) picked[key] = pickFields(value, below);
  }
  return picked;
}

/**
 * Whether a payload passes a subscription's filter: terms `field:value`, `field:>=1`, `field:*`, joined by AND and OR
 * (AND binds closer), with `-` or NOT before a term.
 */
export function matchesFilter(payload: unknown, filter: string): boolean {
  return filter
    .split(/\s+OR\s+/)
    .some((group) => group.split(/\s+AND\s+/).every((term) => matchesTerm(payload, term.trim())));
}

function matchesTerm(payload: unknown, term: string): boolean {
  const negated = /^(?:NOT\s+|-)(.+)$/.exec(term);
  if (negated) return !matchesTerm(payload, negated[1] ?? "");
  const parts = /^\(?([\w.]+):(>=|<=|>|<)?["']?([^"')]*)["']?\)?$/.exec(term);
  if (!parts) throw new Error(`The local Shopify cannot read the filter term "${term}"`);
  const [, field = "", operator, wanted = ""] = parts;
  return valuesAt(payload, field.split(".")).some((value) => compares(value, operator, wanted));
}

function valuesAt(payload: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(payload)) return payload.flatMap((it) => valuesAt(it, path));
  const [key, ...rest] = path;
  if (key === undefined) return [payload];
  if (payload === null || typeof payload !== "object") return [];
  return valuesAt((payload as Record<string, unknown>)[key], rest);
}

function compares(value: unknown, operator: string | undefined, wanted: string): boolean {
  if (value === null || value === undefined) return false;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (!operator) return wanted === "*" || text.toLowerCase() === wanted.toLowerCase();
  const isNumber = Number.isFinite(Number(wanted)) && Number.isFinite(Number(text));
  const [left, right] = isNumber ? [Number(text), Number(wanted)] : [text, wanted];
  if (operator === ">=") return left >= right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left < right;
}
