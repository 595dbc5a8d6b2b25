import type { ProfileId } from "~/lib/profile-id";
import type { DeferReason, DeliveryFacts, SkipReason } from "./decide-delivery";
import type { SendingSettings } from "../settings/sending-settings";
import { decideSlice } from "./decide-slice";

/** Forecast for a planned message. */
export type Departure =
  /** `reason`: why it would wait from its next decision until then; null: it leaves at once. */
  | { readonly kind: "leaves"; readonly at: Date; readonly reason: DeferReason | null }
  /** Waits for the merchant or Shopify for an unknown time; `at` is the next check. */
  | { readonly kind: "waits"; readonly at: Date; readonly reason: DeferReason }
  | { readonly kind: "skipped"; readonly at: Date; readonly reason: SkipReason };

export interface Planned {
  readonly profileId: ProfileId;
  readonly facts: DeliveryFacts;
  /** Time of the next decision, not in the past. */
  readonly from: Date;
}

/** Waits that end by an action, not at a known time. */
const HOLDS: ReadonlySet<DeferReason> = new Set([
  "flow_paused",
  "campaign_paused",
  "access_lost",
  "shop_frozen",
  "shop_paused",
  "code_coming",
  "sender_missing",
  "postal_address_missing",
  "brand_incomplete",
]);

/** A message is deferred only a few times: by a night, by a cap, and by the night after it. */
const MAX_DEFERRALS = 12;

/**
 * Forecasts when messages will leave: replays the delivery decision at each time a message is due, with
 * everything sent by then. The forecast is no promise: an order or a click may change it.
 *
 * @returns the messages with their departures, in order
 */
export function forecastDepartures<Message extends Planned>(
  messages: readonly Message[],
  settings: SendingSettings,
): (Message & { readonly departure: Departure })[] {
  const byProfile = Map.groupBy(messages, ({ profileId }) => profileId);
  const departures = new Map<Planned, Departure>();
  for (const own of byProfile.values()) {
    for (const [message, departure] of forecastProfile(own, settings)) {
      departures.set(message, departure);
    }
  }
  return messages.map((it) => ({
    ...it,
    departure: departures.get(it) ?? leaves(it.from, null),
  }));
}

const leaves = (at: Date, reason: DeferReason | null): Departure => ({
  kind: "leaves",
  at,
  reason,
});

function forecastProfile(
  messages: readonly Planned[],
  settings: SendingSettings,
): Map<Planned, Departure> {
  const departures = new Map<Planned, Departure>();
  const dueAt = new Map(messages.map((it) => [it, it.from]));
  const waitsFor = new Map<Planned, DeferReason>();
  const left: Date[] = [];
  for (let turn = 0; turn < MAX_DEFERRALS * messages.length && dueAt.size > 0; turn++) {
    const at = new Date(Math.min(...[...dueAt.values()].map(Number)));
    const due = [...dueAt].flatMap(([message, when]) => (when <= at ? [message] : []));
    const decided = decideSlice(
      due.map((message) => ({
        message,
        profileId: message.profileId,
        facts: withoutPending(message.facts, left),
      })),
      settings,
      at,
    );
    for (const { message, decision } of decided) {
      if (decision.kind === "defer" && !HOLDS.has(decision.reason) && decision.until > at) {
        dueAt.set(message, decision.until);
        if (!waitsFor.has(message)) waitsFor.set(message, decision.reason);
        continue;
      }
      dueAt.delete(message);
      if (decision.kind === "send") {
        left.push(at);
        departures.set(message, leaves(at, waitsFor.get(message) ?? null));
      } else {
        const kind = decision.kind === "skip" ? "skipped" : "waits";
        departures.set(message, { kind, at, reason: decision.reason } as Departure);
      }
    }
  }
  for (const [message, at] of dueAt) {
    departures.set(message, leaves(at, waitsFor.get(message) ?? null));
  }
  return departures;
}

/** The facts after what has left. The replay covers all planned messages, so none of them is pending. */
const withoutPending = (facts: DeliveryFacts, left: readonly Date[]): DeliveryFacts => ({
  ...facts,
  recentMarketingAt: [...facts.recentMarketingAt, ...left],
  pending: [],
});
