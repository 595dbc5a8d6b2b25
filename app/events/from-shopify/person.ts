import type { Personal } from "../event";
import { at, isObject, tells, textOf } from "../read-json";

/**
 * What an object with a person's fields tells, and no more: a field that is
 * absent stays absent, one that is null or empty says that there is none.
 *
 * @param person `email`, `first_name`, `last_name`, `phone` are read
 * @param address `city`, `zip`, `address1` are read
 */
export function personalFrom(person: unknown, address: unknown): Personal {
  return {
    ...field(person, "email", "email", 320),
    ...field(person, "first_name", "firstName", 255),
    ...field(person, "last_name", "lastName", 255),
    ...field(person, "phone", "phone", 50),
    ...field(address, "city", "city", 255),
    ...field(address, "zip", "zip", 50),
    ...field(address, "address1", "address1", 500),
  };
}

/** The address to keep: the customer's own, else where the goods go, else where the bill goes. */
export function addressOf(body: unknown): unknown {
  return [
    at(body, "customer", "default_address"),
    at(body, "shipping_address"),
    at(body, "billing_address"),
  ].find(isObject);
}

export const orNull = (personal: Personal): Personal | null =>
  Object.keys(personal).length > 0 ? personal : null;

function field(source: unknown, name: string, as: keyof Personal, max: number): Personal {
  return tells(source, name) ? { [as]: textOf(at(source, name), max) } : {};
}
