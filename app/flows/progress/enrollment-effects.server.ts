import type { Tx } from "~/db.server";
import { derivedId } from "~/lib/derived-id.server";
import type { ShopId } from "~/lib/shop-id";
import { storedJson } from "../stored-json";
import type { ClaimedEnrollment } from "./due-enrollment-store.server";
import type { Command } from "../rules/plan-step";
import { setProperties } from "~/profiles/customer-property-store.server";

/** An enrollment with its commands. */
interface AdvancedEnrollment {
  readonly enrollment: ClaimedEnrollment;
  readonly commands: readonly Command[];
}

/** Saves the properties that enrollments set. Of equal names the later enrollment's value counts. */
export async function recordProperties(
  tx: Tx,
  shopId: ShopId,
  steps: readonly AdvancedEnrollment[],
  now: Date,
): Promise<void> {
  const properties = steps.flatMap(({ enrollment: { profileId, flowId }, commands }) =>
    commands.flatMap((command) =>
      command.kind === "set_property"
        ? [{ profileId, flowId, name: command.name, value: command.value }]
        : [],
    ),
  );
  await setProperties(tx, shopId, properties, now);
}

/** Stores the actions of enrollments: one row per enrollment and step, also on retries. */
export async function planActions(
  tx: Tx,
  shopId: ShopId,
  steps: readonly AdvancedEnrollment[],
  now: Date,
): Promise<void> {
  const rows = steps.flatMap(({ enrollment, commands }) =>
    commands.flatMap((command) =>
      command.kind === "act"
        ? [
            {
              shopId,
              actionId: derivedId(shopId, "action", enrollment.enrollmentId, command.action.stepId),
              enrollmentId: enrollment.enrollmentId,
              flowId: enrollment.flowId,
              flowVersion: enrollment.version,
              stepId: command.action.stepId,
              profileId: enrollment.profileId,
              kind: command.action.kind,
              state: "due",
              action: storedJson(command.action),
              plannedAt: now,
              nextRunAt: now,
            },
          ]
        : [],
    ),
  );
  if (rows.length > 0) await tx.flowAction.createMany({ data: rows, skipDuplicates: true });
}
