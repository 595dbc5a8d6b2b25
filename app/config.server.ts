import { parseConfig } from "./config";

/** The only reader of `process.env` in the app. */
export const config = parseConfig(process.env);
