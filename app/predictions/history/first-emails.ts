/** A person's first email while a shop-wide holdout was measured: sent, or withheld. */
export interface FirstEmail {
  /** The customer's place in the purchases. */
  readonly customer: number;
  /** The day since 1970-01-01 (UTC). */
  readonly day: number;
  /** Whether it was withheld, because the person is in the holdout. */
  readonly isHeldOut: boolean;
}
