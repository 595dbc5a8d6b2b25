import type { Db } from "~/db.server";
import type { CustomProperties } from "~/events/custom-event";
import { Personal } from "~/events/event";
import { openPersonal } from "~/events/personal-data.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { MessageIntent } from "../message";

/** The properties of the custom events that triggered these messages, by the event's id. Erased ones are missing. */
export async function loadCustomEvents(
  db: Db,
  shopId: ShopId,
  intents: readonly Pick<MessageIntent, "trigger">[],
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<Map<string, CustomProperties>> {
  const eventIds = intents.flatMap(({ trigger }) =>
    trigger.kind === "person" && trigger.eventId !== undefined ? [trigger.eventId] : [],
  );
  if (eventIds.length === 0) return new Map();
  const rows = await db.event.findMany({
    where: { shopId, source: "api", sourceId: { in: eventIds }, sealed: { not: null } },
    select: { source: true, sourceId: true, sealed: true },
  });
  return new Map(
    rows.flatMap(({ source, sourceId, sealed }) => {
      if (sealed === null) return [];
      const personal = Personal.parse(openPersonal(shopId, { source, sourceId, sealed }, keyring));
      return [[sourceId, personal.properties ?? {}] as const];
    }),
  );
}
