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

export type ReadFlowAction =
  | { readonly kind: "read"; readonly action: FlowAction }
  /** Why it cannot be performed, for the workflow's log. */
  | { readonly kind: "refused"; readonly reason: string };

/** Handles of `extensions/flow-action-*`. */
export const FLOW_ACTIONS = ["add-to-flow", "send-email", "set-property", "stop-email"] as const;
type Handle = (typeof FLOW_ACTIONS)[number];

/**
 * Parses a request of Shopify Flow. Merchants may type anything into a workflow, so each refusal names the
 * field and the expected value.
 *
 * @param handle last part of the extension's URL
 * @param body JSON, parsed without rounding
 */
export function readFlowAction(handle: string, body: unknown): ReadFlowAction {
  const known = FLOW_ACTIONS.find((it) => it === handle);
  if (!known) return refused("Kindred has no such action");
  if (!isObject(body)) return refused("The request is no JSON object");
  const shopId = ShopId.safeParse(textOf(at(body, "shopify_domain"), 255)?.toLowerCase());
  if (!shopId.success) return refused("The request names no shop");
  const runId = textOf(at(body, "action_run_id"), 200);
  if (!runId) return refused("The request has no action_run_id");
  const properties = at(body, "properties");
  const rawId = at(properties, "customer_id");
  const customerId = idOf(rawId) ?? gidTail(rawId, "Customer");
  if (!customerId) return refused("The action needs a customer");
  const request = readRequest(known, properties);
  if (typeof request === "string") return refused(request);
  return { kind: "read", action: { shopId: shopId.data, runId, customerId, request } };
}

/** @returns the request, or why it is invalid */
function readRequest(handle: Handle, properties: unknown): FlowActionRequest | string {
  switch (handle) {
    case "add-to-flow": {
      const flow = textOf(at(properties, "flow"), 200);
      return flow === null
        ? "Flow: write the name of a flow in Kindred"
        : { kind: "add_to_flow", flow };
    }
    case "send-email": {
      const email = textOf(at(properties, "email"), 200);
      return email === null
        ? "Email: write the name of a campaign's email in Kindred"
        : { kind: "send_email", email };
    }
    case "set-property": {
      const name = PropertyName.safeParse(textOf(at(properties, "name"), 1_000) ?? "");
      if (!name.success) return `Name: ${name.error.issues[0]?.message ?? "cannot be read"}`;
      const value = PropertyValue.safeParse(textOf(at(properties, "value"), 1_000) ?? "");
      if (!value.success) return `Value: ${value.error.issues[0]?.message ?? "cannot be read"}`;
      return { kind: "set_property", name: name.data, value: value.data };
    }
    case "stop-email":
      return { kind: "stop_email" };
  }
}

const refused = (reason: string): ReadFlowAction => ({ kind: "refused", reason });
