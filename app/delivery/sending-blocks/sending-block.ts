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

export interface SendingBlockText {
  readonly tone: "critical" | "warning" | "info";
  readonly title: string;
  readonly text: string;
}

const FAILURES: Readonly<Record<FailureKind, { readonly what: string; readonly advice: string }>> =
  {
    complaint: {
      what: "were marked as spam",
      advice:
        "Look at which emails they were, write less often or to people who bought lately, and then let emails go on.",
    },
    hard_bounce: {
      what: "came back because the address does not exist",
      advice:
        "That is mostly an old or a bought list. Those addresses are suppressed already; take the rest of the list out, and then let emails go on.",
    },
  };

/**
 * Describes a sending block to the merchant: what is blocked, since when, and what to do.
 *
 * @param formatAt formats a time in the shop's time zone
 */
export function describeSendingBlock(
  it: SendingBlock,
  formatAt: (iso: string) => string,
): SendingBlockText {
  switch (it.kind) {
    case "shop_closed":
      return {
        tone: "critical",
        title: CLOSED[it.closedAs].title,
        text: `Since ${formatAt(it.since)} emails wait: ${CLOSED[it.closedAs].why} They leave by themselves within an hour after it is open again; those that are too late by then do not. ${CLOSED[it.closedAs].advice}`,
      };
    case "restored":
      return {
        tone: "warning",
        title: "Email is on hold after a restore",
        text: `Kindred's database was restored to its state of ${formatAt(it.since)}. Kindred now checks who unsubscribed and which emails were sent since then, so that nobody gets an email twice. Email goes on by itself after that.`,
      };
    case "auto_paused":
      return {
        tone: "critical",
        title: "Your email is stopped",
        text: `${failureShare(it)} ${FAILURES[it.cause].what}, as of ${formatAt(it.since)}. Mailbox providers block senders for that. ${FAILURES[it.cause].advice}`,
      };
    case "auto_pause_warned":
      return {
        tone: "warning",
        title: "Too many of your emails go wrong",
        text: `${failureShare(it)} ${FAILURES[it.cause].what} within 24 hours. Emails still leave. If it gets worse, Kindred stops them.`,
      };
    case "domain_unproved":
      return {
        tone: "warning",
        title: `Prove that ${it.domain} is yours`,
        text: "Emails wait until you do. Add the DNS record that the sender page shows.",
      };
    case "domain_others":
      return {
        tone: "critical",
        title: `${it.domain} belongs to another store`,
        text: `${it.since ? `Another store proved on ${formatAt(it.since)} that the domain is its own. ` : ""}Emails from it wait. If it’s your domain, move it to this store on the sender page. If it’s not, set another sender address in the settings.${it.since ? " If nobody of yours did this, check who can change your domain’s DNS." : ""}`,
      };
    case "domain_lost":
      return {
        tone: "critical",
        title: `${it.domain} is not verified any more`,
        text: `Since ${formatAt(it.since)} its DNS records are not all found. Emails wait. See on the sender page which, and set them again: Kindred looks every hour.`,
      };
    case "domain_unverified":
      return {
        tone: "warning",
        title: `${it.domain} is not verified yet`,
        text: "Emails wait until it is. Set the DNS records that the sender page shows.",
      };
    case "sender_refused":
      return {
        tone: "critical",
        title: `Your email provider does not accept ${it.domain}`,
        text: `${it.since ? `Since ${formatAt(it.since)} ` : ""}emails wait.${it.reason ? ` It says: ${it.reason}.` : ""} Check its key and your domain.${it.until ? ` One email is tried again at ${formatAt(it.until)}.` : ""}`,
      };
    case "provider_rests":
      return {
        tone: it.reason === "rate_limited" ? "info" : "warning",
        title: PROVIDER_PAUSES[it.reason],
        text: `Emails wait and leave by themselves after ${formatAt(it.until)}.`,
      };
    case "plan_used_up":
      return {
        tone: "warning",
        title: "The emails of your plan are used up for this month",
        text: `${it.emailsPerMonth.toLocaleString("en")} are out. The others wait, and leave by themselves after ${formatAt(it.until)} or once you choose a larger plan; a flow's email that is too late by then does not.`,
      };
    case "not_composed":
      return {
        tone: "warning",
        title: `${it.emails === 1 ? "An email" : `${it.emails.toLocaleString("en")} emails`} could not be written`,
        text: "Kindred tries again, less and less often, as long as an email is worth sending. Others leave meanwhile. See in the outbox which emails they are, and check what was changed in them last.",
      };
    case "sign_ups_held":
      return {
        tone: "warning",
        title: "Unusual sign-up activity",
        text: `${it.emailed.toLocaleString("en")} people were asked to confirm a sign-up within 24 hours${it.bounced > 0 ? `, and ${it.bounced.toLocaleString("en")} of their addresses do not exist` : ""}. That is far more than confirm in your store on its busiest day, so ${it.waiting.toLocaleString("en")} sign-ups wait. They wait up to 14 days, and more of them are asked with each one that confirms. If your store was in the news or a pop-up works well, send them now. If not, a program may be filling in your form: turn on a captcha under Settings.`,
      };
    case "warm_up_full":
      return {
        tone: "info",
        title: `${it.domain} is new, and today's emails are out`,
        text: `${it.limit.toLocaleString("en")} within 24 hours is as many as mailbox providers take from a new sender without suspicion. The others wait for their turn. It is more each day.`,
      };
  }
}

const CLOSED = {
  frozen: {
    title: "Shopify has frozen your shop",
    why: "nobody can buy there now.",
    advice: "In the Shopify admin see under Settings → Billing what is open.",
  },
  paused: {
    title: "Your shop is paused",
    why: "its checkout is off.",
    advice: "In the Shopify admin choose a plan under Settings → Plan to open it.",
  },
} as const;

const PROVIDER_PAUSES = {
  rate_limited: "Your email provider asks to go slower",
  quota_exhausted: "Your email provider's quota is used up",
  unreachable: "Your email server cannot be reached",
} as const;

function failureShare({ sent, failures }: Count): string {
  return `${failures.toLocaleString("en")} of ${sent.toLocaleString("en")} emails (${((100 * failures) / Math.max(1, sent)).toFixed(2)} %)`;
}
