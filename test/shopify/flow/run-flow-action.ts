import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { takeFault } from "../faults";
import { deliveryUrl } from "../webhooks/webhook-sender";
import type { LocalShop, World } from "../world";
import { payloadKey } from "./flow-extensions";

export const FlowActionRun = z.object({
  /** Handle of the extension: "kindred-add-to-flow". */
  handle: z.string(),
  /** The merchant's input by field key; `customer_id` for the customer. */
  properties: z.record(z.string(), z.unknown()),
  /** Shopify's id of this step of this run. Default: a new one. */
  runId: z.string().optional(),
  /** Number of deliveries of the same step. */
  deliveries: z.number().int().min(1).default(1),
  /** All at once. Default: in sequence. */
  concurrent: z.boolean().default(false),
  signature: z.enum(["right", "wrong", "missing"]).default("right"),
  /** Number of retries after 202, 429, 5xx or a timeout. */
  retries: z.number().int().min(0).default(0),
  retryMs: z.number().min(0).default(50),
});
export type FlowActionRunInput = z.input<typeof FlowActionRun>;

export interface FlowAnswer {
  /** Null: no response within Flow's ten seconds. */
  readonly status: number | null;
  readonly body: string;
}

/** Notifies the app that a workflow uses one of its triggers, or that none does any more. */
export async function reportTriggerUse(
  world: World,
  shop: LocalShop,
  {
    handle,
    isUsed,
    at,
  }: { readonly handle: string; readonly isUsed: boolean; readonly at?: string | undefined },
): Promise<FlowAnswer> {
  const callback = world.flowExtensions.find((it) => it.type === "flow_trigger_lifecycle_callback");
  if (!callback) throw new RangeError("no extension hears which triggers are used");
  const body = JSON.stringify({
    flow_trigger_definition_id: handle,
    has_enabled_flow: isUsed,
    shop_id: shop.store.shop.id,
    shopify_domain: shop.domain,
    timestamp: at ?? world.clock.nowIso(),
  });
  const url = deliveryUrl(callback.url, {
    appUrl: world.appUrl,
    applicationUrl: world.config.applicationUrl,
  });
  return post(url, body, headersFor(body, "right", world.app.apiSecret));
}

const FLOW_WAITS_MS = 10_000;

/** Runs one workflow step like Shopify Flow, and returns each response. */
export async function runFlowAction(
  world: World,
  shop: LocalShop,
  run: z.output<typeof FlowActionRun>,
): Promise<{ readonly runId: string; readonly answers: FlowAnswer[] }> {
  const action = world.flowExtensions.find((it) => it.handle === run.handle);
  if (action?.type !== "flow_action") throw new RangeError(`no Flow action ${run.handle}`);
  for (const field of action.settings.fields) {
    const key = payloadKey(field);
    if (field.required && run.properties[key] === undefined) {
      throw new RangeError(`${run.handle} needs ${key}: Flow would not run it`);
    }
  }
  const runId = run.runId ?? randomUUID();
  const body = JSON.stringify({
    shop_id: Number(shop.store.shop.id),
    shopify_domain: shop.domain,
    action_run_id: runId,
    action_definition_id: randomUUID(),
    handle: run.handle,
    step_reference: "step-1",
    properties: run.properties,
  });
  const url = deliveryUrl(action.runtime_url, {
    appUrl: world.appUrl,
    applicationUrl: world.config.applicationUrl,
  });
  const deliver = async (): Promise<FlowAnswer[]> => {
    const answers: FlowAnswer[] = [];
    for (let attempt = 0; attempt <= run.retries; attempt++) {
      if (attempt > 0) await sleep(run.retryMs);
      const answer = await post(url, body, headersFor(body, run.signature, world.app.apiSecret));
      // The app performed it, but Flow did not get the response.
      const isLost = takeFault(world.faults.flow, "loseAnswers");
      answers.push(isLost ? { status: null, body: "" } : answer);
      if (!isLost && !isWorthAnother(answer.status)) break;
    }
    return answers;
  };
  const all = Array.from({ length: run.deliveries });
  if (run.concurrent) return { runId, answers: (await Promise.all(all.map(deliver))).flat() };
  const answers: FlowAnswer[] = [];
  for (const _ of all) answers.push(...(await deliver()));
  return { runId, answers };
}

const isWorthAnother = (status: number | null): boolean =>
  status === null || status === 202 || status === 429 || status >= 500;

function headersFor(body: string, signature: string, secret: string): Record<string, string> {
  const headers = { "content-type": "application/json", "user-agent": "Shopify-Flow" };
  if (signature === "missing") return headers;
  const key = signature === "right" ? secret : `${secret}-not`;
  const signed = createHmac("sha256", key).update(body, "utf8").digest("base64");
  return { ...headers, "x-shopify-hmac-sha256": signed };
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<FlowAnswer> {
  try {
    const signal = AbortSignal.timeout(FLOW_WAITS_MS);
    const response = await fetch(url, {
      method: "POST",
      body,
      headers,
      redirect: "manual",
      signal,
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: null, body: "" };
  }
}
