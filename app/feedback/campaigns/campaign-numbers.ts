/** What became of a campaign's mails, each counted once, and what they did. */
export interface CampaignNumbers {
  /** Wait for their time. */
  readonly waiting: number;
  /** Are with the mail provider, which has not answered yet. */
  readonly leaving: number;
  readonly sent: number;
  /** Of a holdout, which is left alone on purpose. */
  readonly withheld: number;
  /** Did not leave, by reason. */
  readonly notSent: readonly { readonly reason: string; readonly count: number }[];
  /** People who clicked, robots left out. */
  readonly clicked: number;
  readonly orders: number;
  /** Of those orders, in the shop's currency. */
  readonly netMinor: number;
}
