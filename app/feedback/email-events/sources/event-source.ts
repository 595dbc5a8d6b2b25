import type { ReportingProvider } from "../reports/read-report";

/** One event of a verified request. */
export interface ReceivedEvent {
  /** The same when the provider repeats it. */
  readonly id: string;
  readonly body: unknown;
}

export type SourceReading =
  | { readonly kind: "events"; readonly events: readonly ReceivedEvent[] }
  | { readonly kind: "refused"; readonly reason: "bad_signature" | "malformed" };

/** Verifies a provider's webhooks and splits them into events. */
export interface EventSource {
  readonly provider: ReportingProvider;
  readonly read: (headers: Headers, body: Uint8Array, now: Date) => Promise<SourceReading>;
}

export const BAD_SIGNATURE: SourceReading = { kind: "refused", reason: "bad_signature" };
export const MALFORMED: SourceReading = { kind: "refused", reason: "malformed" };
