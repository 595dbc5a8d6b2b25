import { z } from "zod";

/** Ids of different kinds are not assignable to each other. Nothing sets the property. */
interface IdOf<Kind extends string> {
  readonly idOf?: Kind;
}

/** A customer's id in Shopify: any string that is not known to be a `ProfileId`. */
export type CustomerId = string & IdOf<"customer">;

const CUSTOMER = "c";
const VISITOR = "v";

/** The id of a customer or of an anonymous visitor, with a letter in front that keeps the two apart. */
export const ProfileId = z.custom<`${typeof CUSTOMER | typeof VISITOR}${string}` & IdOf<"profile">>(
  (id) => typeof id === "string" && (id.startsWith(CUSTOMER) || id.startsWith(VISITOR)),
  "not a profile id",
);
export type ProfileId = z.infer<typeof ProfileId>;

/** The id of a customer's profile. */
export const profileIdOfCustomer = (customerId: CustomerId): ProfileId =>
  `${CUSTOMER}${customerId}` as const;

/** The id of an anonymous visitor's profile. */
export const profileIdOfVisitor = (visitorId: string): ProfileId =>
  `${VISITOR}${visitorId}` as const;

/** The customer of a profile; `null` for an anonymous visitor. */
export const customerIdOf = (profileId: ProfileId): CustomerId | null =>
  profileId.startsWith(CUSTOMER) ? profileId.slice(CUSTOMER.length) : null;
