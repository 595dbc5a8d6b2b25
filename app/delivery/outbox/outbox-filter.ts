import type { MessageState } from "~/messages/message";

/** Which mails a list has; what is null does not filter. */
export interface OutboxFilter {
  readonly state: MessageState | null;
  readonly flowId: string | null;
  readonly stepId: string | null;
  readonly flowVersion: number | null;
  readonly campaignId: string | null;
  readonly templateId: string | null;
  /** 0: a ready one, as it came. */
  readonly templateVersion: number | null;
  /** Mails to those who are its members now. */
  readonly segmentId: string | null;
  /** Sent on these days of the shop's calendar, both included: YYYY-MM-DD. */
  readonly from: string | null;
  readonly to: string | null;
  /** From 1. */
  readonly page: number;
}

export const ALL_MAILS: OutboxFilter = {
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
