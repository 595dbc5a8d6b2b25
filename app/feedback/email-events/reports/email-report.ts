import type { DeliveryState } from "./delivery-state";

/** What a provider's webhook says about an email, untrusted: any field may be missing or of another type. */
export interface EmailReport {
  /** Our tags, by name. */
  readonly tags: Readonly<Record<string, unknown>>;
  /** Null: not about delivery. Kindred tracks opens and clicks itself. */
  readonly delivery: DeliveryState | null;
  readonly occurredAt: unknown;
  /** The provider's id of the email. */
  readonly providerId: unknown;
  /** The provider's texts about the failure. */
  readonly details: readonly unknown[];
  /** An address or a list of them. */
  readonly recipient: unknown;
}
