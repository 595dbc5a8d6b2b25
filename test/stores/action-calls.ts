import { daysAgo, NOW } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { CLAIM } from "./table-values";

const { keyring } = createTestDeps();
const email = { messageId: "m1", subject: "", html: "", text: "", headers: {}, tags: {} };

/** Arguments of the store functions in delivery/actions/ after the database and the shop. */
export const ACTION_CALLS = {
  claimActions: [{ kind: "notify", limit: 9 }, NOW],
  settleAction: [
    { actionId: "action_id", ...CLAIM },
    { state: "done", nextRunAt: null, lastError: null },
    NOW,
  ],
  postponeCalls: [
    "https://hooks.kettle.example/kindred",
    { nextRunAt: daysAgo(-1), lastError: "unreachable" },
    NOW,
  ],
  getOrCreateWebhookSecrets: [{ keyring, now: () => NOW }],
  replaceWebhookSecret: [
    { secret: "whsec_new", actor: "merchant" },
    { keyring, now: () => NOW },
  ],
  listNotes: ["email_id"],
  endNotes: ["email_id", { state: "sent", nextRunAt: null, lastError: null }, NOW],
  queueSystemEmail: [
    { kind: "notice", emailId: "m1", email },
    { keyring, now: NOW },
  ],
  claimSystemEmails: [{ kind: "notice", limit: 9 }, NOW],
  freezeSystemEmail: [{ emailId: "email_id", ...CLAIM }, email, { keyring, now: NOW }],
  settleSystemEmail: [
    { emailId: "email_id", ...CLAIM },
    { state: "sent", nextRunAt: null, lastError: null },
  ],
  endSystemEmails: [{ emailId: "email_id" }, { state: "sent", lastError: null }],
};
