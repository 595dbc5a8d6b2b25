import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { switchFields } from "~/predictions/fields/fields-card.server";
import { answerSharingSwitch } from "./sharing-card.server";
import { answerComparisonsSwitch } from "./switch-comparisons.server";

/** The switches of the predictions page, by the name of their field. */
const SWITCHES = {
  fields: switchFields,
  comparisons: answerComparisonsSwitch,
  sharing: answerSharingSwitch,
};

/**
 * Turns what the form names on or off.
 *
 * @returns whether it names anything
 */
export async function answerSwitch(
  form: FormData,
  shopId: ShopId,
  deps: CommonDeps<"db" | "now" | "queue">,
): Promise<boolean> {
  for (const [name, answer] of Object.entries(SWITCHES)) {
    if (!form.has(name)) continue;
    await answer(shopId, form.get(name) === "on", deps);
    return true;
  }
  return false;
}
