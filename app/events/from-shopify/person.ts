import type { Personal } from "../event";
import { at, isObject, hasField, textOf } from "../read-json";

/**
 * The personal fields of an object: an absent field stays absent, a null or empty one becomes
 * `null`.
 *
 * @param person `email`, `first_name`, `last_name`, `phone` are read
 * @param address `city`, `province`, `zip`, `address1` are read
 */
export function personalFrom(person: unknown, address: unknown): Personal {
  return {
    ...field(person, "email", "email", 320),
    ...field(person, "first_name", "firstName", 255),
    ...field(person, "last_name", "lastName", 255),
    ...field(person, "phone", "phone", 50),
    ...field(address, "city", "city", 255),
    ...field(address, "province", "region", 255),
    ...field(address, "zip", "zip", 50),
    ...field(address, "address1", "address1", 500),
  };
}

/** The customer's own address, else the shipping address, else the billing address. */
export function addressOf(body: unknown): unknown {
  return [
    at(body, "customer", "default_address"),
    at(body, "shipping_address"),
    at(body, "billing_address"),
  ].find(isObject);
}

export const orNull = (personal: Personal): Personal | null =>
  Object.keys(personal).length > 0 ? personal : null;

function field(
  source: unknown,
  name: string,
  as: Exclude<keyof Personal, "tags">,
  max: number,
): Personal {
  return hasField(source, name) ? { [as]: textOf(at(source, name), max) } : {};
}
