import type { ShopId } from "~/lib/shop-id";

/** A mail as the provider's own list has it. */
export interface ListedMail {
  readonly providerId: string;
  /** Lower case, without a name. */
  readonly from: string;
  /** Lower case. */
  readonly to: string;
  readonly subject: string;
  readonly createdAt: Date;
  readonly delivery: ListedState;
}

/** How far a listed mail got. A bounce that is not said to be for good is taken for one of this time only. */
export type ListedState =
  "accepted" | "delayed" | "soft_bounced" | "delivered" | "failed" | "suppressed" | "complained";

/** Where a provider is asked what it has sent. Says what became of a call and does not throw. */
export interface SentEmailProvider {
  /** @param after the provider's id of the last mail of the page before; null: the first page, the newest first */
  list(
    after: string | null,
  ): Promise<
    | { readonly kind: "page"; readonly mails: readonly ListedMail[]; readonly hasMore: boolean }
    | Unavailable
  >;
  /** Which of our messages a mail is, by what it was tagged with. */
  identify(
    providerId: string,
  ): Promise<
    | { readonly kind: "ours"; readonly shopId: ShopId; readonly messageId: string }
    | { readonly kind: "unnamed" }
    | Unavailable
  >;
}

/** It cannot be asked now, or not with this key. */
interface Unavailable {
  readonly kind: "unavailable";
  readonly detail: string;
}
