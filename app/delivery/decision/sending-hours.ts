import { recipientTimeZone } from "~/flows/time/recipient-time-zone";
import type { SkipFacts } from "./decide-delivery";
import type { SendingSettings } from "../settings/sending-settings";
import { nextOutsideQuietHours, nextQuietHours } from "./quiet-hours";
import { SENDING_RULES } from "./sending-rules";

type Recipient = Pick<SkipFacts, "intent" | "countryCode" | "shopTimeZone">;

/** When a ready message may be handed over: now, or when its recipient's quiet hours end. */
export function maySendAt(
  { intent, countryCode, shopTimeZone }: Recipient,
  { quietHours }: Pick<SendingSettings, "quietHours">,
  now: Date,
): Date {
  if (!SENDING_RULES[intent.purpose].quietHours) return now;
  return nextOutsideQuietHours(now, recipientTimeZone(countryCode, shopTimeZone, now), quietHours);
}

/**
 * Until when messages may be handed over: the start of the first quiet hours of any recipient. Null: at any
 * time.
 */
export function maySendUntil(
  recipients: readonly Recipient[],
  { quietHours }: Pick<SendingSettings, "quietHours">,
  now: Date,
): Date | null {
  const zones = new Set(
    recipients
      .filter(({ intent }) => SENDING_RULES[intent.purpose].quietHours)
      .map(({ countryCode, shopTimeZone }) => recipientTimeZone(countryCode, shopTimeZone, now)),
  );
  const begins = [...zones].flatMap((zone) => nextQuietHours(now, zone, quietHours) ?? []);
  return begins.length === 0 ? null : new Date(Math.min(...begins.map((at) => at.getTime())));
}
