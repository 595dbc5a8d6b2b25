import { sqlStateOf } from "./sql-state";

/** A NUL or unpaired surrogate, a number or instant out of range, a text that is too long or malformed. */
const REFUSED = new Set(["22001", "22003", "22007", "22008", "22021", "22P02", "22P05"]);

/** Whether the database rejected a value, which is the client's fault. */
export const isRefusedValue = (error: unknown): boolean => REFUSED.has(sqlStateOf(error) ?? "");
