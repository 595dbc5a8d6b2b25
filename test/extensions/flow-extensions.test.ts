import { expect, test } from "vitest";
import { parse } from "smol-toml";
import { readFileSync } from "node:fs";
import { FLOW_ACTIONS } from "~/delivery/shopify-flow/flow-action";
import { FLOW_TRIGGER_HANDLES } from "~/delivery/shopify-flow/flow-trigger";
import { FlowExtension, readFlowExtensions } from "../shopify/flow/flow-extensions";

const EXTENSIONS = readFlowExtensions("extensions");
const actions = EXTENSIONS.filter((it) => it.type === "flow_action");

test("each supported action has its extension, and no other extension exists", () => {
  expect(actions.map((it) => it.runtime_url).sort()).toEqual(
    FLOW_ACTIONS.map((it) => `/flow-actions/${it}`).sort(),
  );
  expect(actions.map((it) => it.handle).sort()).toEqual(
    FLOW_ACTIONS.map((it) => `kindred-${it}`).sort(),
  );
});

test("each trigger of the app has its extension, and no other extension exists", () => {
  const triggers = EXTENSIONS.filter((it) => it.type === "flow_trigger");
  expect(triggers.map((it) => it.handle).sort()).toEqual([...FLOW_TRIGGER_HANDLES].sort());
  const callbacks = EXTENSIONS.filter((it) => it.type === "flow_trigger_lifecycle_callback");
  expect(callbacks.map(({ url }) => url)).toEqual(["/flow-triggers"]);
});

test.each([
  "//other.example.com/flow-actions/stop-email",
  "flow-actions/stop-email",
  "http://a.example",
])("rejects an address that Shopify Flow does not accept: %s", (address) => {
  const path = "extensions/flow-action-stop-email/shopify.extension.toml";
  const toml = parse(readFileSync(path, "utf8"));
  expect(FlowExtension.safeParse({ ...toml, runtime_url: address }).success).toBe(false);
});

test("every action has a customer field", () => {
  for (const { settings } of actions) {
    expect(settings.fields[0]).toEqual({ type: "customer_reference", required: true });
  }
});

test("rejects a field type that Shopify Flow does not have, although Shopify's own tool accepts it", () => {
  const path = "extensions/flow-action-stop-email/shopify.extension.toml";
  const toml = readFileSync(path, "utf8");
  expect(FlowExtension.safeParse(parse(toml)).success).toBe(true);
  const misspelled = toml.replace("customer_reference", "custmer_reference");
  expect(FlowExtension.safeParse(parse(misspelled)).success).toBe(false);
});
