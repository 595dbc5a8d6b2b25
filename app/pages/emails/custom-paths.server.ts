import type { Db } from "~/db.server";
import { CUSTOM_NAME } from "~/events/custom-event";
import { Personal } from "~/events/event";
import { openPersonal } from "~/events/personal-data.server";
import { listFlows } from "~/flows/flow-store.server";
import { isCustomPath } from "~/messages/merge/merge-paths";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** How many of the newest events tell which properties an event has. */
const RECENT_EVENTS = 20;

/**
 * The paths of merge values whose names are the shop's own: `event.rating` for an email of a flow that starts by a custom
 * event, from the newest such events, `property.points` for each customer property, and
 * `metafield.custom.birthday` for each metafield that the shop follows.
 */
export async function listCustomPaths(
  db: Db,
  shopId: ShopId,
  {
    templateId,
    properties,
  }: { readonly templateId: string; readonly properties: readonly string[] },
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<string[]> {
  const eventNames = await listTriggers(db, shopId, templateId);
  const found = new Set<string>();
  for (const name of eventNames) {
    const events = await db.event.findMany({
      where: {
        ...{ shopId, kind: "custom_event_received", sealed: { not: null } },
        payload: { path: ["name"], equals: name },
      },
      orderBy: { occurredAt: "desc" },
      take: RECENT_EVENTS,
      select: { source: true, sourceId: true, sealed: true },
    });
    for (const { source, sourceId, sealed } of events) {
      if (sealed === null) continue;
      const personal = Personal.parse(openPersonal(shopId, { source, sourceId, sealed }, keyring));
      for (const property of Object.keys(personal.properties ?? {})) found.add(property);
    }
  }
  return [
    ...[...found].sort().map((name) => `event.${name}`),
    // Flows may set properties with other names, which no email can show.
    ...properties.filter((name) => CUSTOM_NAME.test(name)).map((name) => `property.${name}`),
    // The name of a metafield's property is its path.
    ...properties.filter(isCustomPath),
  ];
}

/** The names of the custom events that start flows with this email. */
async function listTriggers(db: Db, shopId: ShopId, templateId: string): Promise<string[]> {
  const flows = await listFlows(db, shopId);
  const names = flows.flatMap(({ definition: { trigger, steps } }) =>
    trigger.kind === "custom_event" &&
    steps.some((step) => step.kind === "send" && step.templateId === templateId)
      ? [trigger.eventName]
      : [],
  );
  return [...new Set(names)];
}
