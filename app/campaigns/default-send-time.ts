/** The time of day of a campaign whose day alone was chosen. */
export const DEFAULT_SEND_TIME = "10:00";
