/** Days of emails that results count; older emails reflect another season. */
export const COUNTED_DAYS = 60;
/** Age from which an email counts. Most clicks come within two days: a younger email would bias its variant. */
export const RIPE_DAYS = 2;
/** An email that lives less cannot wait for an hour. */
export const MIN_LIFE_HOURS = 36;
/** Minimum time before expiry at the best hour. */
export const MIN_USEFUL_MS = 3_600_000;
