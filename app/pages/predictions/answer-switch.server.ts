import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { switchComparisons } from "~/predictions/contenders/selection-store.server";
import { switchFields } from "~/predictions/fields/fields-card.server";
import { switchSharing } from "~/predictions/shared-priors/shared-count-store.server";
import { recordAudit } from "~/privacy/audit-store.server";

/** The switches that the audit trail records, by the name of their field. */
const RECORDED = { comparisons: switchComparisons, sharing: switchSharing };
type RecordedSwitch = keyof typeof RECORDED;

/** The switches of the predictions page, by the name of their field. */
const SWITCHES = {
  fields: switchFields,
  comparisons: answering("comparisons"),
  sharing: answering("sharing"),
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

function answering(name: RecordedSwitch) {
  return (shopId: ShopId, isOn: boolean, deps: CommonDeps<"db" | "now">) =>
    setRecordedSwitch(shopId, name, isOn, deps);
}

/** Turns something on or off, and records a change in the audit trail. */
export async function setRecordedSwitch(
  shopId: ShopId,
  name: RecordedSwitch,
  isOn: boolean,
  { db, now }: CommonDeps<"db" | "now">,
): Promise<void> {
  const at = now();
  await db.$transaction(async (tx) => {
    if (!(await RECORDED[name](tx, shopId, isOn, at))) return;
    const action = `${name}_${isOn ? "on" : "off"}` as const;
    await recordAudit(tx, shopId, { at, actor: "merchant", action, detail: {} });
  });
}
