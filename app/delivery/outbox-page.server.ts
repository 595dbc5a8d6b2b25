import type { MessageState } from "~/messages/message";

export interface OutboxRow {
  readonly messageId: string;
  readonly state: MessageState;
  readonly reason: string | null;
  /** When it was sent, or else when it was planned. */
  readonly at: string;
  /** When it is looked at next, while it waits. */
  readonly dueAt: string | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly flowName: string | null;
  readonly mailName: string | null;
  /** As sent, or else as the flow has it, with places for values. */
  readonly subject: string;
}

export interface OutboxFilter {
  readonly state: MessageState | null;
  readonly flowId: string | null;
  readonly page: number;
}

export interface OutboxPage {
  readonly filter: OutboxFilter;
  readonly timeZone: string;
  readonly rows: readonly OutboxRow[];
  readonly hasNext: boolean;
  readonly flows: readonly { readonly flowId: string; readonly name: string }[];
}
