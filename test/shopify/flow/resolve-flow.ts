import { takeFault } from "../faults";
import type { Fields } from "../graphql/resolvers";
import type { GraphqlContext } from "../graphql/run-document";
import { payloadKey } from "./flow-extensions";

interface TriggerInput {
  readonly handle: string;
  readonly payload: unknown;
}

/** Larger payloads are refused. */
const MAX_BYTES = 50_000;

export const flowMutations: Fields = {
  flowTriggerReceive(_: unknown, { handle, payload }: TriggerInput, context: GraphqlContext) {
    const { world, shop } = context;
    const trigger = world.flowExtensions.find((it) => it.handle === handle);
    if (trigger?.type !== "flow_trigger") return refused(`No trigger ${handle}`);
    if (takeFault(world.faults.flow, "refuseTriggers")) return refused("Refused on request");
    const parsed = typeof payload === "string" ? (JSON.parse(payload) as unknown) : payload;
    if (Buffer.byteLength(JSON.stringify(parsed)) > MAX_BYTES)
      return refused("Too large a payload");
    const fields = trigger.settings.fields;
    const keys = fields.map(payloadKey);
    const given = Object.entries(parsed as Record<string, unknown>);
    const problem =
      keys.find((key) => !given.some(([name]) => name === key)) ??
      given.find(([name]) => !keys.includes(name))?.[0];
    if (problem !== undefined) return refused(`${problem} is missing, or no field of the trigger`);
    const ids = given.filter(([name]) => name.endsWith("_id"));
    if (ids.some(([, value]) => typeof value !== "number")) return refused("An id is a number");
    shop.flowTriggers.push({ handle, payload: parsed as Record<string, unknown> });
    return { userErrors: [] };
  },
};

const refused = (message: string) => ({ userErrors: [{ field: ["payload"], message }] });
