import { isDeepStrictEqual } from "node:util";
import type { CommonDeps } from "~/deps";
import { INDUSTRIES, type Industry } from "~/i18n/industry";
import type { ShopId } from "~/lib/shop-id";
import type { FlowDefinition } from "../definition/flow";
import { listFlows, saveFlowVersion } from "../flow-store.server";
import { fitToIndustry } from "./industry-flows";
import { FLOW_LIBRARY } from "./library";

/**
 * Gives prebuilt flows the waits of an industry, as a new version. Flows that are on, and flows that the merchant
 * changed in anything but the name, stay as they are.
 *
 * @returns how many flows it changed
 */
export async function fitFlowLibrary(
  shopId: ShopId,
  industry: Industry,
  deps: CommonDeps<"db" | "now">,
): Promise<number> {
  let changed = 0;
  for (const { flowId, status, version, definition } of await listFlows(deps.db, shopId)) {
    const prebuilt = FLOW_LIBRARY.find(({ key }) => key === flowId);
    if (!prebuilt || status !== "draft" || !isUnchanged(definition, prebuilt)) continue;
    const fitted = { ...fitToIndustry(prebuilt, industry), name: definition.name };
    if (isDeepStrictEqual(fitted, definition)) continue;
    const change = { flowId, baseVersion: version, definition: fitted, actor: "merchant" as const };
    const { kind } = await saveFlowVersion(shopId, change, deps);
    if (kind === "saved") changed += 1;
  }
  return changed;
}

/** Whether a flow is what the library has, for any industry. */
function isUnchanged({ name: _own, ...rest }: FlowDefinition, prebuilt: FlowDefinition): boolean {
  return INDUSTRIES.some((industry) => {
    const { name: _name, ...fitted } = fitToIndustry(prebuilt, industry);
    return isDeepStrictEqual(fitted, rest);
  });
}
