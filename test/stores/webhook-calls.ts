import { NOW } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { CLAIM } from "./table-values";

const { keyring } = createTestDeps();
const deps = { keyring, now: NOW };
const choice = { url: "https://new.kettle.example", types: ["email.sent"], hasAddresses: true };
const webhook = {
  endpointId: "we1",
  webhookId: "wh9",
  type: "webhook.test",
  profileId: null,
  occurredAt: NOW,
  body: "{}",
};
const end = { state: "delivered", nextRunAt: null, lastError: null, status: 204, isTried: true };

/** Arguments of the store functions in delivery/webhooks/ after the database and the shop. */
export const WEBHOOK_CALLS = {
  listEndpoints: [],
  findEndpoint: ["we1"],
  insertEndpoint: [{ endpointId: "we9", secret: "whsec_new", ...choice }, deps],
  saveEndpoint: ["we1", choice],
  setEndpointStatus: ["we1", "paused"],
  deleteEndpoint: ["we1"],
  rotateEndpointSecret: [{ endpointId: "we1", secret: "whsec_new" }, deps],
  openEndpointSecrets: ["we1", deps],
  recordEndpointHealth: [
    "we1",
    { failures: 1, failingSince: NOW, heldUntil: NOW, disabledFor: "failing" },
  ],
  listDueEndpointIds: [NOW],
  insertWebhooks: [[webhook], deps],
  claimWebhooks: [{ endpointId: "we1", limit: 9 }, deps],
  settleWebhooks: [[{ row: { endpointId: "we1", webhookId: "wh1", ...CLAIM }, end }], NOW],
  listRecentWebhooks: ["we1", 9],
  replayWebhooks: ["we1", { webhookId: "wh1" }, NOW],
  recordTestWebhook: [webhook, { ...deps, end }],
  purgeWebhooks: [NOW],
};
