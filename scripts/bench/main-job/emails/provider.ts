import { startLocalResend } from "../../../../test/support/local-resend";
import { respond } from "../../child";

// The local Resend in its own process. Reports its URL, and on request the number and times of emails.
export interface AcceptedCount {
  readonly accepted: number;
  /** Time of each hundredth email in ms; the first entry is the first email. */
  readonly atMs: readonly number[];
}

let accepted = 0;
let atMs: number[] = [];
const resend = await startLocalResend({
  // Reported in each response: without a reported limit the app makes two calls a second.
  callsPerSecond: 1_000,
  onAccepted() {
    if (accepted++ % 100 === 0) atMs.push(performance.timeOrigin + performance.now());
  },
});
process.on("message", () => {
  respond({ accepted, atMs } satisfies AcceptedCount);
  accepted = 0;
  atMs = [];
});
respond({ url: resend.url });
