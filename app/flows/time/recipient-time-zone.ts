/** Part of the ECMA-402 proposal "Intl Locale Info": available in Node, missing in TypeScript's library. */
type LocaleWithZones = Intl.Locale & { getTimeZones?: () => string[] | undefined };

const zonesByCountry = new Map<string, readonly string[]>();

/**
 * The time zone of a recipient: that of their country
 * if all its zones agree, else the shop's, since the zone within
 * a country is unknown.
 *
 * @param countryCode ISO 3166-1 alpha-2, if known
 * @param shopTimeZone an IANA name; an unknown one counts as UTC
 * @param now when the zones must agree
 */
export function recipientTimeZone(
  countryCode: string | null,
  shopTimeZone: string,
  now: Date,
): string {
  const zones = countryCode === null ? [] : listZones(countryCode);
  const [first] = zones;
  if (first !== undefined && new Set(zones.map((zone) => wallClock(zone, now))).size === 1) {
    return first;
  }
  return getClock(shopTimeZone) === null ? "UTC" : shopTimeZone;
}

function listZones(countryCode: string): readonly string[] {
  let zones = zonesByCountry.get(countryCode);
  if (!zones) {
    zones = /^[A-Za-z]{2}$/.test(countryCode)
      ? ((new Intl.Locale(`und-${countryCode}`) as LocaleWithZones).getTimeZones?.() ?? [])
      : [];
    zonesByCountry.set(countryCode, zones);
  }
  return zones;
}

const clocks = new Map<string, Intl.DateTimeFormat | null>();

/** The local time in a zone, or null for a zone unknown to `Intl`. */
function wallClock(timeZone: string, at: Date): string | null {
  return getClock(timeZone)?.format(at) ?? null;
}

function getClock(timeZone: string): Intl.DateTimeFormat | null {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = openClock(timeZone);
    clocks.set(timeZone, clock);
  }
  return clock;
}

function openClock(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "short", timeStyle: "short" });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
