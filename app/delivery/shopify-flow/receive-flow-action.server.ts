import type { Config } from "~/config";
import { enterShop } from "~/db-scope.server";
import type { Db } from "~/db.server";
import { openSignedJson } from "~/events/inbox/open-signed-json.server";
import { parseLossless } from "~/events/parse-lossless";
import { MAX_LENGTHS } from "~/flows/definition/action-step";
import { textIn } from "~/i18n/text-in.server";
import { findMerchantLocale } from "~/shopify/shop-store.server";
import { readFlowAction, type ReadFlowAction } from "./flow-action";
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
  if (read.kind === "invalid") {
    return { kind: "refused", reason: await explainProblem(read, deps.db) };
  }
  enterShop(read.action.shopId);
  return performFlowAction(read.action, deps);
}

/** For the workflow's log, in the merchant's language if the request names the shop. */
async function explainProblem(
  { shopId, problem }: Extract<ReadFlowAction, { kind: "invalid" }>,
  db: Db,
): Promise<string> {
  if (shopId) enterShop(shopId);
  const language = shopId ? (await findMerchantLocale(db, shopId)).language : "en";
  const text = textIn(language, "merchant-email");
  return text(`shopifyFlow.${problem}`, {
    max: problem === "propertyName" ? MAX_LENGTHS.propertyName : MAX_LENGTHS.propertyValue,
  });
}
