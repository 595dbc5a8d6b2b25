export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** Midnight of a Monday in the shop's time zone, UTC. */
export const BEGAN_MS = Date.UTC(2026, 2, 2);
export const dayOf = (atMs: number) => Math.floor((atMs - BEGAN_MS) / DAY_MS);
/** Hour of the day, 0 to 23. */
export const hourOf = (atMs: number) => Math.floor((atMs % DAY_MS) / HOUR_MS);
