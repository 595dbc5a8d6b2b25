import { appendFileSync } from "node:fs";
import { startLocalResend } from "./local-resend";

// A local Resend as its own process, so that it outlives an app that a test kills.
// LOCAL_RESEND_PORT: where it listens (0: any). LOCAL_RESEND_LOG: a file that gets a line for each accepted mail.
const { LOCAL_RESEND_PORT = "0", LOCAL_RESEND_LOG } = process.env;

const { url } = await startLocalResend({
  port: Number(LOCAL_RESEND_PORT),
  onAccepted: ({ id, recipient, messageId, shop, key }) => {
    if (LOCAL_RESEND_LOG === undefined) return;
    const line = JSON.stringify({ id, recipient, messageId, shop, key });
    appendFileSync(LOCAL_RESEND_LOG, `${line}\n`);
  },
});
process.stdout.write(`${JSON.stringify({ url })}\n`);
