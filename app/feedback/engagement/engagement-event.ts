/**
 * What was asked for: the pixel of a mail, one of its links, the link that no
 * reader sees, the page to unsubscribe, or the button on it.
 */
type EngagementKind = "open" | "click" | "trap" | "leave_page" | "leave";

/** Who asked, as far as one can tell. Only `human` may move a flow or earn credit. */
export type EngagementClass = "human" | "machine" | "unknown";

/** What a request said of itself, without anything that tells whose it was. */
export interface EngagementFacts {
  readonly kind: EngagementKind;
  /** The link's number in the mail; null for what is no link of the reader's. */
  readonly linkIndex: number | null;
  readonly occurredAt: Date;
  readonly method: string;
  readonly agent: UserAgentClass;
  /** Stands for the internet address; null where it was not told. */
  readonly addressHash: string | null;
  readonly address: IpClass;
  /** Whether the request said that it fetches ahead of somebody's wish. */
  readonly isFetchedAhead: boolean;
}

/** What a request calls itself, in a word. */
export type UserAgentClass =
  /** A browser or a mail client, as far as its name goes. */
  | "browser"
  /** Fetches pictures when somebody opens the mail: Gmail, Yahoo. */
  | "reader_proxy"
  /** Fetches every picture, whether the mail is opened or not: Apple's Mail Privacy Protection. */
  | "privacy_proxy"
  /** A gateway that checks mail for what may harm. */
  | "security"
  /** Any other program that says it is one. */
  | "program"
  | "none";

/** Where a request came from, in a word. */
export type IpClass = "security" | "other";

/** How long a verdict waits for what else comes in: nobody acts on a hit before that. */
export const CLASSIFICATION_DELAY_MS = 60_000;
