import { Drop } from "liquidjs";
import { ThemeError } from "./theme-error";

/** A Liquid object with exactly these fields: access to another throws instead of returning nothing. */
export class StrictDrop extends Drop {
  readonly #name: string;
  readonly #text: string | null;

  constructor(name: string, fields: object, text: string | null = null) {
    super();
    this.#name = name;
    this.#text = text;
    Object.assign(this, fields);
  }

  override liquidMethodMissing(key: string | number): never {
    throw new ThemeError(`the storefront has no ${this.#name}.${key}`);
  }

  override toString(): string {
    return this.#text ?? `${this.#name}Drop`;
  }

  override valueOf(): string | this {
    return this.#text ?? this;
  }
}
