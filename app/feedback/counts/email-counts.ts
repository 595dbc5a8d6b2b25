/** Results of messages: numbers of messages, except orders and money. */
export interface EmailCounts {
  readonly sent: number;
  /** Sent without a reported failure. */
  readonly delivered: number;
  readonly bounced: number;
  readonly complained: number;
  readonly unsubscribed: number;
  /** Opened, or clicked by a human, which implies an open. */
  readonly opened: number;
  readonly openedByPeople: number;
  readonly clicked: number;
  readonly clickedByPeople: number;
  /** Attributed orders in the shop's currency, each once. */
  readonly orders: number;
  readonly grossMinor: number;
  readonly refundedMinor: number;
}

export const NO_EMAILS: EmailCounts = {
  sent: 0,
  delivered: 0,
  bounced: 0,
  complained: 0,
  unsubscribed: 0,
  opened: 0,
  openedByPeople: 0,
  clicked: 0,
  clickedByPeople: 0,
  orders: 0,
  grossMinor: 0,
  refundedMinor: 0,
};

/** Adds counts. Commutative and associative, with `NO_EMAILS` as identity. */
export function addEmailCounts(a: EmailCounts, b: EmailCounts): EmailCounts {
  return {
    sent: a.sent + b.sent,
    delivered: a.delivered + b.delivered,
    bounced: a.bounced + b.bounced,
    complained: a.complained + b.complained,
    unsubscribed: a.unsubscribed + b.unsubscribed,
    opened: a.opened + b.opened,
    openedByPeople: a.openedByPeople + b.openedByPeople,
    clicked: a.clicked + b.clicked,
    clickedByPeople: a.clickedByPeople + b.clickedByPeople,
    orders: a.orders + b.orders,
    grossMinor: a.grossMinor + b.grossMinor,
    refundedMinor: a.refundedMinor + b.refundedMinor,
  };
}
