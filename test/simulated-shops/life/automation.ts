import type { DeliveryFacts } from "~/delivery/decision/decide-delivery";
import type { MessagePurpose } from "~/flows/definition/purpose";
import type { MessageChoice } from "../laws/choice-factors";
import { OWN_CONTENT } from "../laws/content-law";
import type { Person, PlannedMessage } from "./person";

/** Policy for a simulated shop's emails, in addition to the merchant's caps. */
export interface Automation {
  /** Called for each sent message with the customer's response. */
  notice(person: Person, answer: Answer): void;
  /** Called for each order, whatever caused it. */
  noticeOrder(person: Person, order: PlacedOrder): void;
  /** Called each night, before the day's messages. */
  learn(people: readonly Person[], day: number): void;
  /** Additional facts of a message's last decision. */
  factsFor(person: Person, planned: PlannedMessage): Partial<DeliveryFacts>;
  /** When a message is to leave, decided when it is planned: from `plannedMs` on and before it expires. */
  leavesAt(person: Person, planned: PlannedMessage): number;
  /** Content and offer of a message, decided when it leaves. */
  chooseFor(person: Person, planned: PlannedMessage, atMs: number): MessageChoice;
}

/** A customer's response to a message. */
export interface Answer {
  readonly atMs: number;
  readonly purpose: MessagePurpose;
  /** Marketing messages in the preceding 28 days. */
  readonly before: number;
  readonly hasClicked: boolean;
  readonly hasLeft: boolean;
  readonly planned: PlannedMessage;
  readonly chosen: MessageChoice;
  /** Net revenue of an order placed from the email at once; 0: none. Later orders are only noticed as orders. */
  readonly netMinor: number;
}

/** An order's amounts after discount and returns. */
export interface PlacedOrder {
  readonly atMs: number;
  readonly netMinor: number;
  readonly profitMinor: number;
  readonly discountMinor: number;
}

/** Business as usual: only the merchant's caps, content, time and offers. */
export const AUTOMATION_OFF: Automation = {
  notice: () => undefined,
  noticeOrder: () => undefined,
  learn: () => undefined,
  factsFor: () => ({}),
  leavesAt: (_, { plannedMs }) => plannedMs,
  chooseFor: (_, { intent }) => ({
    content: OWN_CONTENT,
    offerPercent: intent.coupon?.percentOff ?? 0,
  }),
};
