import type { MessageState } from "~/messages/message";
import type { Recommendation } from "~/recommendations/recommendation";

export interface PlacedPick {
  readonly productId: string;
  readonly title: string;
  readonly imageUrl: string | null;
  readonly reason: string;
  readonly score: number;
  readonly modelKind: Recommendation["modelKind"];
  readonly modelVersion: number | null;
}

export interface MailPage {
  readonly messageId: string;
  readonly state: MessageState;
  readonly reason: string | null;
  readonly timeZone: string;
  readonly currency: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly flow: { readonly flowId: string; readonly name: string } | null;
  readonly flowVersion: number | null;
  readonly mailName: string | null;
  readonly plannedAt: string;
  readonly dueAt: string;
  readonly expiresAt: string;
  readonly sentAt: string | null;
  /** The mail as it was handed over; null when none was composed. */
  readonly mail: {
    readonly from: string;
    readonly to: string;
    readonly replyTo: string | null;
    readonly subject: string;
    readonly html: string;
    readonly text: string;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
  } | null;
  /** As the flow has it, with places for values. */
  readonly subjectSource: string;
  /** Why this person and why now, a sentence each. */
  readonly why: readonly string[];
  readonly picks: readonly PlacedPick[];
  readonly hits: readonly {
    readonly hitId: string;
    readonly at: string;
    readonly class: string;
    readonly reason: string | null;
    readonly position: string;
  }[];
  readonly credits: readonly {
    readonly orderId: string;
    readonly orderName: string;
    readonly orderedAt: string;
    readonly netMinor: number;
    readonly refundedMinor: number;
  }[];
}
