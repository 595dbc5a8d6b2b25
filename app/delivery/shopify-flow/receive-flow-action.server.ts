import type { Config } from "~/config";
import { enterShop } from "~/db-scope.server";
import { openSignedJson } from "~/events/inbox/open-signed-json.server";
import { parseLossless } from "~/events/parse-lossless";
import { readFlowAction } from "./flow-action";
import { performFlowAction, type FlowActionOutcome } from "./perform-flow-action.server";

type Deps = Parameters<typeof performFlowAction>[1] & {
  readonly config: { readonly shopify: Pick<Config["shopify"], "apiSecret" | "apiSecretOld"> };
};

export type ReceivedFlowAction = FlowActionOutcome | { readonly kind: "unsigned" };

/**
 * Receives a request of Shopify Flow and performs it before answering: Flow waits ten seconds, and only 200
 * completes its step.
 *
 * @param handle the action, from the URL
 */
export async function receiveFlowAction(
  handle: string,
  headers: globalThis.Headers,
  body: Uint8Array,
  deps: Deps,
): Promise<ReceivedFlowAction> {
  const signature = headers.get("x-shopify-hmac-sha256");
  const text = openSignedJson(body, signature, deps.config.shopify);
  if (text === null) return { kind: "unsigned" };
  const parsed = parseLossless(text);
  if (parsed.kind === "unreadable") return { kind: "refused", reason: parsed.reason };
  const read = readFlowAction(handle, parsed.value);
  if (read.kind !== "read") return read;
  enterShop(read.action.shopId);
  return performFlowAction(read.action, deps);
}
