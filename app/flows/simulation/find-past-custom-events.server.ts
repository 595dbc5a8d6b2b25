import type { Db } from "~/db.server";
import { meetsPropertyFilter } from "~/events/custom-event";
import { Personal } from "~/events/event";
import { openPersonal } from "~/events/personal-data.server";
import { profileIdOfCustomer, type CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { Trigger } from "../definition/trigger";
import { toCustomEventRef } from "../rules/object-ref";
import type { PastTrigger } from "./find-past-triggers.server";

/** The past custom events that would have fired a trigger, latest first. */
export async function findPastCustomEvents(
  db: Db,
  shopId: ShopId,
  trigger: Extract<Trigger, { kind: "custom_event" }>,
  { since, limit }: { readonly since: Date; readonly limit: number },
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<PastTrigger[]> {
  const rows = await db.$queryRaw<PastEvent[]>`
    select source, source_id as "sourceId", customer_id as "customerId",
      occurred_at as "occurredAt", sealed
    from event
    where shop_id = ${shopId} and kind = 'custom_event_received'
      and payload->>'name' = ${trigger.eventName}
      and occurred_at >= ${since}::timestamptz and customer_id is not null
    order by occurred_at desc limit ${limit}`;
  const meets = ({ source, sourceId, sealed }: PastEvent) => {
    if (trigger.property === "") return true;
    if (sealed === null) return false;
    const opened = openPersonal(shopId, { source, sourceId, sealed }, keyring);
    return meetsPropertyFilter(Personal.parse(opened).properties ?? {}, trigger);
  };
  return rows.filter(meets).map((event) => ({
    profileId: profileIdOfCustomer(event.customerId),
    about: toCustomEventRef(event),
    firesAt: event.occurredAt,
  }));
}

interface PastEvent {
  readonly source: string;
  readonly sourceId: string;
  readonly customerId: CustomerId;
  readonly occurredAt: Date;
  /** Null for the events of an erased customer. */
  readonly sealed: Uint8Array | null;
}
