import { z } from "zod";
import { CUSTOM_NAME } from "../custom-event";

/** The limits of one request. */
export const API_LIMITS = {
  items: 100,
  bytes: 1024 * 1024,
  properties: 50,
  textChars: 1_000,
  /** Of all properties of an event, as JSON. */
  eventChars: 10_000,
  /** A customer property is compared and indexed, so it is shorter. */
  propertyChars: 255,
} as const;

const isStorable = (text: string) => text.isWellFormed() && !text.includes("\0");
const STORABLE = "must be valid Unicode without null characters";

const NAME_RULE =
  "must be 1 to 64 lowercase letters, digits and underscores, starting with a letter";
const Name = z.string("must be text").regex(CUSTOM_NAME, NAME_RULE);

const ID_RULE =
  "must be the id of a Shopify customer: digits, or gid://shopify/Customer/ and digits";
const ShopifyId = z
  .union(
    [z.string().regex(/^(?:gid:\/\/shopify\/Customer\/)?\d{1,20}$/, ID_RULE), z.int().positive()],
    ID_RULE,
  )
  .describe("The customer's id in Shopify: digits or a GID.");

const OBJECT = "must be an object";

const ApiCustomer = z
  .strictObject(
    {
      shopify_id: ShopifyId.optional(),
      email: z
        .string("must be text")
        .max(254, "must have at most 254 characters")
        .regex(/^[^\s@]+@[^\s@]+$/, "must be an email address")
        .optional(),
    },
    OBJECT,
  )
  .refine(({ shopify_id: id, email }) => (id === undefined) !== (email === undefined), {
    error: "must have either shopify_id or email",
  })
  .describe(
    "Either `shopify_id` or `email` of a customer of the store. The API creates no customers.",
  );
type ApiCustomer = z.infer<typeof ApiCustomer>;

const text = (maxChars: number) =>
  z
    .string("must be text, a number, true or false")
    .max(maxChars, `must have at most ${maxChars} characters`)
    .refine(isStorable, STORABLE);

const value = (maxChars: number) =>
  z.union([text(maxChars), z.number(), z.boolean()], {
    error: `must be text of at most ${maxChars} characters, a number, true or false`,
  });

const isFew = (properties: object) => Object.keys(properties).length <= API_LIMITS.properties;
const FEW = `must have at most ${API_LIMITS.properties} properties`;

export const ApiEvent = z.strictObject(
  {
    id: z
      .string("must be text")
      .regex(/^[\x21-\x7e]{1,128}$/, "must be 1 to 128 printable ASCII characters without spaces")
      .describe(
        "The deduplication key, unique in the store. Prefix it with the name of your system: `reviews-8123`.",
      ),
    name: Name.describe("What happened, in past tense: `review_submitted`."),
    customer: ApiCustomer,
    occurred_at: z.iso
      .datetime({ offset: true, error: "must be a date and time such as 2026-11-30T12:00:00Z" })
      .optional()
      .describe("When it happened: within the last 365 days. Absent: now."),
    properties: z
      .record(Name, value(API_LIMITS.textChars), OBJECT)
      .refine(isFew, FEW)
      .refine((properties) => JSON.stringify(properties).length <= API_LIMITS.eventChars, {
        error: `must have at most ${API_LIMITS.eventChars} characters as JSON`,
      })
      .optional()
      .describe("At most 50, and 10,000 characters as JSON. Stored encrypted."),
  },
  OBJECT,
);
export type ApiEvent = z.infer<typeof ApiEvent>;

export const ApiProfile = z.strictObject(
  {
    customer: ApiCustomer,
    properties: z
      .record(Name, value(API_LIMITS.propertyChars).nullable(), OBJECT)
      .refine(isFew, FEW)
      .refine((properties) => Object.keys(properties).length > 0, "must have at least one property")
      .describe(
        "Values to set, or null to remove; other properties stay. Stored unencrypted: set no contact data or notes.",
      ),
  },
  OBJECT,
);
export type ApiProfile = z.infer<typeof ApiProfile>;

const Items = z.array(z.unknown(), "must be a list");
const listOf = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(API_LIMITS.items);

export const EventsRequest = z.strictObject({ events: listOf(ApiEvent) });
export const ProfilesRequest = z.strictObject({ profiles: listOf(ApiProfile) });

/** Why one item was not stored. */
export const ApiItemError = z.strictObject({
  index: z.int().min(0).describe("The item's place in the request, from 0."),
  code: z.enum(["invalid", "customer_not_found"]),
  field: z.string().nullable().describe("The invalid field: `properties.rating`."),
  message: z.string(),
});
export type ApiItemError = z.infer<typeof ApiItemError>;

/** What became of the items of a request. */
export const ApiResult = z.strictObject({
  stored: z.int().min(0),
  duplicates: z.int().min(0).describe("Events whose id was already stored."),
  errors: z.array(ApiItemError),
});
export type ApiResult = z.infer<typeof ApiResult>;

/** Why a whole request was refused. */
export const ApiFault = z.strictObject({ error: z.string() });

export type ReadItems<T> =
  | {
      readonly kind: "read";
      readonly items: readonly { readonly index: number; readonly item: T }[];
      readonly errors: readonly ApiItemError[];
    }
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * Reads the items of a request. An invalid item does not affect the others.
 *
 * @param field the list in the body: `events`
 */
export function readApiItems<T>(
  body: Uint8Array,
  field: "events" | "profiles",
  schema: z.ZodType<T>,
): ReadItems<T> {
  const parsed = parseBody(body);
  if (typeof parsed !== "object" || parsed === null) {
    return unreadable(`The body must be JSON: {"${field}": [ … ]}`);
  }
  const unknown = Object.keys(parsed).find((it) => it !== field);
  if (unknown !== undefined) return unreadable(`The body must have only the field "${field}"`);
  const list = Items.safeParse(Reflect.get(parsed, field));
  const count = list.success ? list.data.length : 0;
  if (!list.success || count === 0 || count > API_LIMITS.items) {
    return unreadable(`"${field}" must be a list of 1 to ${API_LIMITS.items} items`);
  }
  const items: { index: number; item: T }[] = [];
  const errors: ApiItemError[] = [];
  list.data.forEach((given, index) => {
    const read = schema.safeParse(given);
    if (read.success) items.push({ index, item: read.data });
    else errors.push(describeIssue(index, read.error.issues[0]));
  });
  return { kind: "read", items, errors };
}

/** @returns undefined for anything but JSON in UTF-8 */
function parseBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

const unreadable = (reason: string) => ({ kind: "unreadable", reason }) as const;

function describeIssue(index: number, issue: z.core.$ZodIssue | undefined): ApiItemError {
  const field = issue?.path.map(String).join(".") ?? "";
  const message = issue === undefined ? "is invalid" : messageOf(issue);
  const subject = field === "" ? "The item" : field;
  return {
    index,
    code: "invalid",
    field: field === "" ? null : field,
    message: `${subject} ${message}`,
  };
}

/** Zod's own messages do not continue a sentence that begins with the field. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    return `has unknown fields: ${issue.keys.slice(0, 5).join(", ")}`;
  }
  return issue.code === "invalid_key" ? `is no valid name: it ${NAME_RULE}` : issue.message;
}

/** The tail of a customer's id. */
export const customerIdOfApi = ({ shopify_id: id }: ApiCustomer): string | null =>
  id === undefined ? null : String(id).replace(/^.*\//, "");

const DAY_MS = 86_400_000;
const MAX_AGE_MS = 365 * DAY_MS;
/** Clocks differ. */
const MAX_SKEW_MS = 5 * 60_000;

/** Why the time of an event is refused, or null. */
export function findTimeProblem(occurredAt: Date, now: Date): string | null {
  const aheadMs = occurredAt.getTime() - now.getTime();
  if (aheadMs > MAX_SKEW_MS) return "occurred_at must not be in the future";
  return aheadMs < -MAX_AGE_MS ? "occurred_at must be within the last 365 days" : null;
}
