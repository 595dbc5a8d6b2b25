import type { ClosedAs } from "~/shopify/closed-shop";
import type { FailureKind } from "../auto-pause/auto-pause-rule";

/** Why a shop's email does not leave, or soon may not. Times are ISO 8601. */
export type SendingBlock =
  /** The database was restored to this time. */
  | { readonly kind: "restored"; readonly since: string }
  | { readonly kind: "shop_closed"; readonly closedAs: ClosedAs; readonly since: string }
  | ({ readonly kind: "auto_paused"; readonly cause: FailureKind; readonly since: string } & Count)
  | ({
      readonly kind: "auto_pause_warned";
      readonly cause: FailureKind;
      readonly since: string;
    } & Count)
  | { readonly kind: "domain_unproved"; readonly domain: string }
  /** `since`: when the shop lost it. */
  | { readonly kind: "domain_others"; readonly domain: string; readonly since: string | null }
  | { readonly kind: "domain_lost"; readonly domain: string; readonly since: string }
  | { readonly kind: "domain_unverified"; readonly domain: string }
  | {
      readonly kind: "sender_refused";
      readonly domain: string;
      readonly since: string | null;
      readonly until: string | null;
      readonly reason: string | null;
    }
  | {
      readonly kind: "provider_rests";
      readonly reason: "rate_limited" | "quota_exhausted" | "unreachable";
      readonly until: string;
    }
  | {
      readonly kind: "plan_used_up";
      readonly emailsPerMonth: number;
      readonly until: string;
    }
  | { readonly kind: "not_composed"; readonly emails: number }
  /** Confirmations wait; `bounced` of the sent ones bounced. */
  | {
      readonly kind: "sign_ups_held";
      readonly waiting: number;
      readonly emailed: number;
      readonly bounced: number;
    }
  | { readonly kind: "warm_up_full"; readonly domain: string; readonly limit: number };

interface Count {
  readonly sent: number;
  readonly failures: number;
}
