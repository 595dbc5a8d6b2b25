import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Tx } from "~/db.server";
import type { PostHook } from "~/delivery/actions/post-hook.server";
import { makeWebhookSecret } from "~/delivery/actions/sign-webhook.server";
import {
  deleteEndpoint,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  rotateEndpointSecret,
  saveEndpoint,
  setEndpointStatus,
  type EndpointChoice,
} from "~/delivery/webhooks/endpoint-store.server";
import { replayWebhooks } from "~/delivery/webhooks/outgoing-webhook-store.server";
import { sendTestWebhook } from "~/delivery/webhooks/send-test-webhook.server";
import type { CommonDeps } from "~/deps";
import { WebhookTypes } from "~/events/api/webhook-payloads";
import { WEBHOOK_LIMITS } from "~/events/api/webhook-types";
import { findWebhookUrlProblem } from "~/flows/definition/webhook-url";
import type { ShopId } from "~/lib/shop-id";
import type { AuditAction } from "~/privacy/audit-actions";
import { recordAudit } from "~/privacy/audit-store.server";

const Id = z.string().min(1).max(64);
const Choice = z.object({
  url: z
    .string()
    .trim()
    .max(WEBHOOK_LIMITS.urlChars)
    .refine((url) => findWebhookUrlProblem(url) === null),
  types: WebhookTypes,
  hasAddresses: z.boolean(),
});

const WebhookChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("create"), choice: Choice }),
  z.object({ kind: z.literal("save"), endpointId: Id, choice: Choice }),
  z.object({ kind: z.literal("rotate"), endpointId: Id }),
  z.object({ kind: z.literal("pause"), endpointId: Id }),
  z.object({ kind: z.literal("resume"), endpointId: Id }),
  z.object({ kind: z.literal("test"), endpointId: Id }),
  z.object({ kind: z.literal("replay_one"), endpointId: Id, webhookId: Id }),
  z.object({ kind: z.literal("replay_since"), endpointId: Id, since: z.iso.datetime() }),
  z.object({ kind: z.literal("delete"), endpointId: Id }),
]);
type WebhookChange = z.infer<typeof WebhookChange>;
type EndpointChange = Exclude<WebhookChange, { kind: "create" }>;

export type WebhookAnswer =
  /** The only answers that have the secret. */
  | {
      readonly kind: "created" | "rotated";
      readonly endpointId: string;
      readonly url: string;
      readonly secret: string;
    }
  | { readonly kind: "saved" | "paused" | "resumed" | "deleted"; readonly url: string }
  | { readonly kind: "replayed"; readonly url: string; readonly count: number }
  | {
      readonly kind: "tested";
      readonly url: string;
      readonly status: number | null;
      readonly error: string | null;
    }
  | {
      readonly kind: "refused";
      readonly reason: "url" | "types" | "too_many" | "unknown" | "unreadable";
    };

interface Deps extends CommonDeps<"db" | "keyring" | "queue" | "now"> {
  readonly postHook: PostHook;
}

/** Changes an endpoint of the shop's webhooks. */
export async function changeWebhooks(
  shopId: ShopId,
  body: unknown,
  deps: Deps,
): Promise<WebhookAnswer> {
  const read = WebhookChange.safeParse(body);
  if (!read.success) return { kind: "refused", reason: problemOf(read.error) };
  const change = read.data;
  const { db } = deps;
  if (change.kind === "create") {
    return db.$transaction((tx) => create(tx, shopId, change.choice, deps));
  }
  const endpoint = await findEndpoint(db, shopId, change.endpointId);
  if (endpoint === null) return { kind: "refused", reason: "unknown" };
  const { url } = endpoint;
  if (change.kind === "test") {
    const tested = await sendTestWebhook(shopId, endpoint, deps);
    return { kind: "tested", url, status: tested.status, error: tested.lastError };
  }
  return db.$transaction((tx) => apply(tx, shopId, change, url, deps));
}

function problemOf({ issues }: z.ZodError) {
  const field = issues.map(({ path }) => path[1]).find((it) => it === "url" || it === "types");
  return field ?? "unreadable";
}

async function create(
  tx: Tx,
  shopId: ShopId,
  choice: EndpointChoice,
  { keyring, now }: Deps,
): Promise<WebhookAnswer> {
  if ((await listEndpoints(tx, shopId)).length >= WEBHOOK_LIMITS.endpoints) {
    return { kind: "refused", reason: "too_many" };
  }
  const at = now();
  const [endpointId, secret] = [uuidv7(), makeWebhookSecret()];
  await insertEndpoint(tx, shopId, { endpointId, secret, ...choice }, { keyring, now: at });
  await audit(tx, shopId, "webhook_endpoint_created", { endpointId }, at);
  return { kind: "created", endpointId, url: choice.url, secret };
}

async function apply(
  tx: Tx,
  shopId: ShopId,
  change: Exclude<EndpointChange, { kind: "test" }>,
  url: string,
  { keyring, queue, now }: Deps,
): Promise<WebhookAnswer> {
  const at = now();
  const { endpointId } = change;
  const record = (action: AuditAction, detail: Record<string, string | number> = {}) =>
    audit(tx, shopId, action, { endpointId, ...detail }, at);
  switch (change.kind) {
    case "save":
      await saveEndpoint(tx, shopId, endpointId, change.choice);
      await record("webhook_endpoint_saved");
      return { kind: "saved", url: change.choice.url };
    case "rotate": {
      const secret = makeWebhookSecret();
      await rotateEndpointSecret(tx, shopId, { endpointId, secret }, { keyring, now: at });
      await record("webhook_endpoint_secret_rotated");
      return { kind: "rotated", endpointId, url, secret };
    }
    case "pause":
      await setEndpointStatus(tx, shopId, endpointId, "paused");
      await record("webhook_endpoint_status_set", { status: "paused" });
      return { kind: "paused", url };
    case "resume":
      await setEndpointStatus(tx, shopId, endpointId, "active");
      await replayWebhooks(tx, shopId, endpointId, { state: "pending" }, at);
      await queue.announce(tx, shopId, "webhooks_queued");
      await record("webhook_endpoint_status_set", { status: "active" });
      return { kind: "resumed", url };
    case "replay_one":
    case "replay_since": {
      const which =
        change.kind === "replay_one"
          ? { webhookId: change.webhookId }
          : { since: new Date(change.since) };
      const count = await replayWebhooks(tx, shopId, endpointId, which, at);
      await queue.announce(tx, shopId, "webhooks_queued");
      await record("webhooks_replayed", { count });
      return { kind: "replayed", url, count };
    }
    case "delete":
      await deleteEndpoint(tx, shopId, endpointId);
      await record("webhook_endpoint_deleted");
      return { kind: "deleted", url };
  }
}

async function audit(
  tx: Tx,
  shopId: ShopId,
  action: AuditAction,
  detail: Record<string, string | number>,
  at: Date,
): Promise<void> {
  await recordAudit(tx, shopId, { at, actor: "merchant", action, detail });
}
