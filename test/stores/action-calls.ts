import { daysAgo, NOW } from "../support/builders";
import { createTestDeps } from "../support/deps";

const { keyring } = createTestDeps();
const email = { messageId: "m1", subject: "", html: "", text: "", headers: {}, tags: {} };

/** Arguments of the store functions in delivery/actions/ after the database and the shop. */
export const ACTION_CALLS = {
  claimActions: [{ kind: "notify", limit: 9 }, NOW],
  settleAction: [{ actionId: "action_id", attempts: 0 }, { state: "done", reason: null }, NOW],
  postponeCalls: [
    {
      url: "https://hooks.kettle.example/kindred",
      until: daysAgo(-1),
      reason: "unreachable",
    },
    NOW,
  ],
  getOrCreateWebhookSecrets: [{ keyring, now: () => NOW }],
  replaceWebhookSecret: [
    { secret: "whsec_new", actor: "merchant" },
    { keyring, now: () => NOW },
  ],
  beginNotice: [NOW],
  listNotes: ["notice_id"],
  freezeNotice: [
    { noticeId: "notice_id", email },
    { keyring, now: NOW },
  ],
  queueNotice: [email, { keyring, now: NOW }],
  settleNotice: [{ noticeId: "notice_id" }, { state: "sent", reason: null, nextRunAt: null }, NOW],
};
