import { at, gidTail, idOf, isObject, textOf } from "~/events/read-json";
import { PropertyName, PropertyValue } from "~/flows/definition/action-step";
import type { CustomerId } from "~/lib/profile-id";
import { ShopId } from "~/lib/shop-id";

/** A request of a Shopify Flow workflow for one customer. */
type FlowActionRequest =
  | { readonly kind: "add_to_flow"; readonly flow: string }
  | { readonly kind: "send_email"; readonly email: string }
  | { readonly kind: "set_property"; readonly name: string; readonly value: string }
  | { readonly kind: "stop_email" };

export interface FlowAction {
  readonly shopId: ShopId;
  /** Shopify's id of this step of this run: the same on every delivery. */
  readonly runId: string;
  readonly customerId: CustomerId;
  readonly request: FlowActionRequest;
}

/** What is wrong with a request. */
type FlowActionProblem =
  | "noAction"
  | "noJson"
  | "noShop"
  | "noRun"
  | "noCustomer"
  // Fields that the merchant fills in.
  | "noFlow"
  | "noEmail"
  | "propertyName"
  | "propertyValue";

export type ReadFlowAction =
  | { readonly kind: "read"; readonly action: FlowAction }
  /** `shopId` is null if the request names none. */
  | {
      readonly kind: "invalid";
      readonly shopId: ShopId | null;
      readonly problem: FlowActionProblem;
    };

/** Handles of `extensions/flow-action-*`. */
export const FLOW_ACTIONS = ["add-to-flow", "send-email", "set-property", "stop-email"] as const;
type Handle = (typeof FLOW_ACTIONS)[number];

/**
 * Parses a request of Shopify Flow. Merchants may type anything into a workflow, so each problem names the field.
 *
 * @param handle last part of the extension's URL
 * @param body JSON, parsed without rounding
 */
export function readFlowAction(handle: string, body: unknown): ReadFlowAction {
  const known = FLOW_ACTIONS.find((it) => it === handle);
  if (!known) return invalid(null, "noAction");
  if (!isObject(body)) return invalid(null, "noJson");
  const { data: shopId } = ShopId.safeParse(textOf(at(body, "shopify_domain"), 255)?.toLowerCase());
  if (shopId === undefined) return invalid(null, "noShop");
  const runId = textOf(at(body, "action_run_id"), 200);
  if (!runId) return invalid(shopId, "noRun");
  const properties = at(body, "properties");
  const rawId = at(properties, "customer_id");
  const customerId = idOf(rawId) ?? gidTail(rawId, "Customer");
  if (!customerId) return invalid(shopId, "noCustomer");
  const request = readRequest(known, properties);
  if (typeof request === "string") return invalid(shopId, request);
  return { kind: "read", action: { shopId, runId, customerId, request } };
}

/** @returns the request, or why it is invalid */
function readRequest(handle: Handle, properties: unknown): FlowActionRequest | FlowActionProblem {
  switch (handle) {
    case "add-to-flow": {
      const flow = textOf(at(properties, "flow"), 200);
      return flow === null ? "noFlow" : { kind: "add_to_flow", flow };
    }
    case "send-email": {
      const email = textOf(at(properties, "email"), 200);
      return email === null ? "noEmail" : { kind: "send_email", email };
    }
    case "set-property": {
      const name = PropertyName.safeParse(textOf(at(properties, "name"), 1_000) ?? "");
      if (!name.success) return "propertyName";
      const value = PropertyValue.safeParse(textOf(at(properties, "value"), 1_000) ?? "");
      if (!value.success) return "propertyValue";
      return { kind: "set_property", name: name.data, value: value.data };
    }
    case "stop-email":
      return { kind: "stop_email" };
  }
}

const invalid = (shopId: ShopId | null, problem: FlowActionProblem): ReadFlowAction => {
  return { kind: "invalid", shopId, problem };
};
