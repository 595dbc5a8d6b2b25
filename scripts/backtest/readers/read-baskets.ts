import { rejectInput, type Place } from "./input-error";
import { createNames, numberName } from "./read-interactions";
import { readLines } from "./read-lines";

/** Users' purchases by basket, and the next basket. */
export interface BasketUsers {
  readonly products: number;
  /** Each user's baskets, oldest first, each product once per basket. */
  readonly histories: readonly (readonly Int32Array[])[];
  readonly next: readonly Int32Array[];
}

/**
 * JSON lines `{u, history: [[item…]…], next: [item…]}`; items are numbers or texts.
 *
 * @throws InputError at the first other line
 */
export function readBasketUsers(file: string): BasketUsers {
  const names = createNames();
  const histories: Int32Array[][] = [];
  const next: Int32Array[] = [];
  for (const { number: line, text } of readLines(file)) {
    const user = parseObject(text, { file, line });
    const history = user.history;
    if (!Array.isArray(history))
      rejectInput({ file, line, column: "history" }, "must be a list of baskets.");
    histories.push(
      history
        .map((basket) => parseBasket(basket, names, { file, line, column: "history" }))
        .filter((basket) => basket.length > 0),
    );
    next.push(parseBasket(user.next, names, { file, line, column: "next" }));
  }
  if (histories.length === 0) rejectInput({ file }, "has no users.");
  return { products: names.numberOf.size, histories, next };
}

function parseObject(text: string, place: Place): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Reported below with the location, instead of the parser's message.
  }
  return rejectInput(place, "is no JSON object.");
}

function parseBasket(
  basket: unknown,
  names: ReturnType<typeof createNames>,
  place: Place,
): Int32Array {
  if (!Array.isArray(basket)) return rejectInput(place, "a basket must be a list of items.");
  const items = basket.map((item: unknown) =>
    typeof item === "number" || typeof item === "string"
      ? numberName(names, String(item))
      : rejectInput(place, `${JSON.stringify(item)} is no item.`),
  );
  return Int32Array.from(new Set(items));
}
