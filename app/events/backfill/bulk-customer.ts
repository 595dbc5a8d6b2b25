import type { ConsentSnapshot, CustomerSnapshot, Personal } from "../event";
import type { BulkNode } from "./group-bulk-lines";
import {
  at,
  findInvalidInstant,
  gidTail,
  instantOf,
  isObject,
  pastInstantOf,
  hasField,
  textOf,
} from "../read-json";
import {
  notAnInstant,
  refused,
  translated,
  type TranslationContext,
  type EventTranslation,
} from "../translation";
import {
  customerEvents,
  marketingStateOf,
  optInOf,
  tagsChanged,
  customerTagsOf,
} from "../from-shopify/customer";
import { orNull } from "../from-shopify/person";

/** A customer from the backfill: created, or updated when changed since; with its consent. */
export function bulkCustomer(
  { fields }: BulkNode,
  { shopId, now }: TranslationContext,
): EventTranslation {
  const bad =
    findInvalidInstant(fields, ["createdAt", "updatedAt"], now) ??
    findInvalidInstant(at(fields, "defaultEmailAddress"), ["marketingUpdatedAt"], now);
  if (bad) return notAnInstant(bad);
  const customerId = gidTail(at(fields, "id"), "Customer");
  if (!customerId) return refused("the customer has no id");
  const createdAt = instantOf(at(fields, "createdAt"), now);
  if (!createdAt) return refused("the customer does not tell when it was created");

  const customer: CustomerSnapshot = {
    locale: textOf(at(fields, "locale"), 35),
    countryCode: textOf(at(fields, "defaultAddress", "countryCodeV2"), 2),
    createdAt,
    updatedAt: instantOf(at(fields, "updatedAt"), now) ?? createdAt,
    consent: consentFrom(fields, createdAt, now),
  };
  const events = (["customer_created", "customer_updated"] as const).flatMap((kind) =>
    kind === "customer_created" || customer.updatedAt > createdAt
      ? customerEvents(kind, customerId, customer, orNull(personalOf(fields)), shopId)
      : [],
  );
  // A separate event, as for consent: the customer's webhook of that version has no tags.
  const tags = hasField(fields, "tags") ? customerTagsOf(at(fields, "tags")) : [];
  if (tags.length > 0 || (hasField(fields, "tags") && customer.updatedAt > createdAt)) {
    events.push(tagsChanged("listed", customerId, tags, customer.updatedAt, shopId));
  }
  return translated(...new Map(events.map((event) => [event.sourceId, event])).values());
}

function personalOf(fields: unknown): Personal {
  const address = at(fields, "defaultAddress");
  return {
    ...fieldOf(fields, "firstName", "firstName", 255),
    ...fieldOf(fields, "lastName", "lastName", 255),
    ...nested(fields, "defaultEmailAddress", "emailAddress", "email", 320),
    ...nested(fields, "defaultPhoneNumber", "phoneNumber", "phone", 50),
    ...fieldOf(address, "city", "city", 255),
    ...fieldOf(address, "province", "region", 255),
    ...fieldOf(address, "zip", "zip", 50),
    ...fieldOf(address, "address1", "address1", 500),
  };
}

/** A consent that never changed dates from the creation of the customer. */
function consentFrom(fields: unknown, createdAt: Date, now: Date): ConsentSnapshot | null {
  const email = at(fields, "defaultEmailAddress");
  const marketingState = marketingStateOf(at(email, "marketingState"));
  if (!marketingState) return null;
  return {
    marketingState,
    optIn: optInOf(at(email, "marketingOptInLevel")),
    changedAt: pastInstantOf(at(email, "marketingUpdatedAt"), now) ?? createdAt,
  };
}

type TextField = Exclude<keyof Personal, "tags">;

function fieldOf(source: unknown, name: string, as: TextField, max: number): Personal {
  return hasField(source, name) ? { [as]: textOf(at(source, name), max) } : {};
}

/** `defaultEmailAddress: null` says that there is no address. */
function nested(
  source: unknown,
  outer: string,
  inner: string,
  as: TextField,
  max: number,
): Personal {
  const object = at(source, outer);
  if (!hasField(source, outer) || (object !== null && !isObject(object))) return {};
  return object === null ? { [as]: null } : fieldOf(object, inner, as, max);
}
