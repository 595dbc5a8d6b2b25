import type { ShopId } from "~/lib/shop-id";

/** An entry of the provider's list of sent emails. */
export interface ListedEmail {
  readonly providerId: string;
  /** Lower case, without a name. */
  readonly from: string;
  /** Lower case. */
  readonly to: string;
  readonly subject: string;
  readonly createdAt: Date;
  readonly delivery: ListedState;
}

/** Delivery state of a listed email. A bounce not marked as permanent counts as temporary. */
export type ListedState =
  | "accepted"
  | "delayed"
  | "soft_bounced"
  | "delivered"
  | "failed"
  | "suppressed"
  | "complained";

/** Port to a provider's list of sent emails. Reports failures in its result instead of throwing. */
export interface SentEmailProvider {
  /** @param after the provider's id of the last email of the previous page; null: first page, newest first */
  list(
    after: string | null,
  ): Promise<
    | { readonly kind: "page"; readonly emails: readonly ListedEmail[]; readonly hasMore: boolean }
    | Unavailable
  >;
  /** Identifies our message by the email's tags. */
  identify(
    providerId: string,
  ): Promise<
    | { readonly kind: "ours"; readonly shopId: ShopId; readonly messageId: string }
    | { readonly kind: "unnamed" }
    | Unavailable
  >;
}

/** Not available now, or not with this key. */
interface Unavailable {
  readonly kind: "unavailable";
  readonly detail: string;
}
