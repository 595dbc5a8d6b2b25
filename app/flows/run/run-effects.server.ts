import { v7 as uuidv7 } from "uuid";
import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { storedJson } from "../stored-json";
import type { ClaimedRun } from "./due-run-store.server";
import type { Command } from "./plan-step";

/** A run with what it does now. */
interface Onward {
  readonly run: ClaimedRun;
  readonly commands: readonly Command[];
}

/** Notes on profiles what runs say of them. Of two that say the same name in one go, the later run's holds. */
export async function setProperties(
  tx: Tx,
  shopId: ShopId,
  steps: readonly Onward[],
  now: Date,
): Promise<void> {
  const noted = steps.flatMap(({ run: { profileId, flowId }, commands }) =>
    commands.flatMap((command) =>
      command.kind === "set_property"
        ? [{ profile_id: profileId, flow_id: flowId, name: command.name, value: command.value }]
        : [],
    ),
  );
  if (noted.length === 0) return;
  const last = new Map(noted.map((row) => [`${row.profile_id}/${row.name}`, row]));
  await tx.$executeRaw`
    insert into profile_property (shop_id, profile_id, name, value, flow_id, set_at)
    select ${shopId}, noted.profile_id, noted.name, noted.value, noted.flow_id, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify([...last.values()])}::jsonb) as noted (
      profile_id text, name text, value text, flow_id text)
    on conflict (shop_id, profile_id, name) do update
      set value = excluded.value, flow_id = excluded.flow_id, set_at = excluded.set_at`;
}

/** Writes down what runs have to do outside of Kindred: one row a run and step, whatever is tried again. */
export async function planActions(
  tx: Tx,
  shopId: ShopId,
  steps: readonly Onward[],
  now: Date,
): Promise<void> {
  const rows = steps.flatMap(({ run, commands }) =>
    commands.flatMap((command) =>
      command.kind === "act"
        ? [
            {
              shopId,
              actionId: uuidv7(),
              enrollmentId: run.enrollmentId,
              flowId: run.flowId,
              flowVersion: run.version,
              stepId: command.action.stepId,
              profileId: run.profileId,
              kind: command.action.kind,
              state: "due",
              action: storedJson(command.action),
              plannedAt: now,
              nextAttemptAt: now,
            },
          ]
        : [],
    ),
  );
  if (rows.length > 0) await tx.action.createMany({ data: rows, skipDuplicates: true });
}
