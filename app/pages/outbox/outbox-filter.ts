import type { MessageState } from "~/messages/message";

/** Filters of the outbox list; null: no filter. */
export interface OutboxFilter {
  readonly state: MessageState | null;
  readonly flowId: string | null;
  readonly stepId: string | null;
  readonly flowVersion: number | null;
  readonly campaignId: string | null;
  readonly templateId: string | null;
  /** 0: the unchanged prebuilt template. */
  readonly templateVersion: number | null;
  /** Only messages to current members. */
  readonly segmentId: string | null;
  /** Sent on these days (YYYY-MM-DD, inclusive) in the shop's time zone. */
  readonly from: string | null;
  readonly to: string | null;
  /** From 1. */
  readonly page: number;
}

export const ALL_EMAILS: OutboxFilter = {
  state: null,
  flowId: null,
  stepId: null,
  flowVersion: null,
  campaignId: null,
  templateId: null,
  templateVersion: null,
  segmentId: null,
  from: null,
  to: null,
  page: 1,
};
