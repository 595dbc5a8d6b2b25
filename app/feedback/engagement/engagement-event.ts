/** What was requested: the tracking pixel, a link, the honeypot link, the unsubscribe page, or its button. */
type EngagementKind = "open" | "click" | "honeypot" | "unsubscribe_page" | "unsubscribe";

/** Classification of the requester. Only `human` clicks affect flows and attribution. */
export type EngagementClass = "human" | "machine" | "unknown";

/** Facts of a request, without personal data. */
export interface EngagementFacts {
  readonly kind: EngagementKind;
  /** Index of the visible link; null for other events. */
  readonly linkIndex: number | null;
  readonly occurredAt: Date;
  readonly method: string;
  readonly userAgentClass: UserAgentClass;
  /** Pseudonym of the IP address; null if unknown. */
  readonly ipHash: string | null;
  readonly ipClass: IpClass;
  /** Whether the request is a prefetch. */
  readonly isPrefetch: boolean;
}

/** Class of the user agent. */
export type UserAgentClass =
  /** A browser or email client, by its name. */
  | "browser"
  /** Image proxy that fetches when the email is opened: Gmail, Yahoo. */
  | "reader_proxy"
  /** Fetches every image regardless of opens: Apple's Email Privacy Protection. */
  | "privacy_proxy"
  /** An email security gateway. */
  | "security"
  /** Any other self-declared program. */
  | "program"
  | "none";

/** Class of the IP address. */
export type IpClass = "security" | "other";

/** Classification waits this long for related events; nothing acts on an event earlier. */
export const CLASSIFICATION_DELAY_MS = 60_000;
