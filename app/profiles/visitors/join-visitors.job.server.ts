import type { CommonDeps } from "~/deps";
import type { AnyEvent } from "~/events/event";
import { defineEventJob } from "~/events/define-event-job.server";
import { filterByKind } from "~/events/of-kind";
import type { Keyring } from "~/privacy/keyring.server";
import {
  listJoinedVisitors,
  recordProofs,
  resolveJoins,
  type VisitorProof,
} from "./join-store.server";
import { BROWSING } from "./project-browsing.job.server";
import { rebuildVisits } from "./rebuild-visits.server";
import { ALL_TIME } from "./visit-store.server";

interface Deps extends CommonDeps<"db" | "queue" | "now"> {
  readonly keyring: Pick<Keyring, "open">;
}

const CHECKOUT_KINDS = ["checkout_started", "checkout_updated", "checkout_completed"] as const;
const ORDER_KINDS = ["order_placed", "order_updated", "order_paid"] as const;
const KINDS = [
  ...CHECKOUT_KINDS,
  ...ORDER_KINDS,
  "email_clicked",
  "visitor_logged_in",
  "sign_up_confirmed",
  "customer_merged",
] as const;

/**
 * Joins visitors to customers when a proof is recorded: an order or a checkout
 * gets its customer, a click, a login or a sign-up is recorded, a customer is
 * merged. The visitor's side of the proof is recorded by `project-browsing`, before or after.
 */
export const joinVisitorsJob = defineEventJob<Deps>({
  name: "profiles.join-visitors",
  consumer: "identity",
  after: "profiles",
  lockedBy: BROWSING,
  kinds: KINDS,
  limit: 1_000,

  async process(tx, shopId, events, { queue, now }) {
    await recordProofs(tx, shopId, [...listLoginProofs(events), ...listSignUpProofs(events)]);
    const joined = await resolveJoins(tx, shopId, listProofIds(events), now());
    const merged = filterByKind(events, "customer_merged").flatMap((it) => it.customerId ?? []);
    const moved = await listJoinedVisitors(tx, shopId, merged);
    const visitorIds = [...new Set([...joined, ...moved])];
    await rebuildVisits(
      tx,
      shopId,
      visitorIds.map((visitorId) => ({ visitorId, ...ALL_TIME })),
    );
    await queue.announce(tx, shopId, "browsing_projected");
  },
});

function listLoginProofs(events: readonly AnyEvent[]): VisitorProof[] {
  return filterByKind(events, "visitor_logged_in").flatMap(({ visitorId, sourceId, occurredAt }) =>
    visitorId === undefined
      ? []
      : { visitorId, proof: "login" as const, proofId: sourceId, shownAt: occurredAt },
  );
}

/**
 * A proof counts from the request: the email may be opened days later on another device. A
 * form without a confirmation email proves nothing, since anyone can type an address.
 */
function listSignUpProofs(events: readonly AnyEvent[]): VisitorProof[] {
  return filterByKind(events, "sign_up_confirmed").flatMap(({ visitorId, sourceId, payload }) =>
    visitorId === undefined || payload.requestedAt === null
      ? []
      : { visitorId, proof: "sign_up" as const, proofId: sourceId, shownAt: payload.requestedAt },
  );
}

/** Proof ids whose customer these events reveal. */
function listProofIds(events: readonly AnyEvent[]): string[] {
  return [
    ...CHECKOUT_KINDS.flatMap((kind) =>
      filterByKind(events, kind).map(({ payload }) => payload.token),
    ),
    ...ORDER_KINDS.flatMap((kind) =>
      filterByKind(events, kind).flatMap(({ payload }) => payload.checkoutToken ?? []),
    ),
    ...filterByKind(events, "email_clicked").map(({ sourceId }) => sourceId),
    ...filterByKind(events, "visitor_logged_in").map(({ sourceId }) => sourceId),
    ...filterByKind(events, "sign_up_confirmed").map(({ sourceId }) => sourceId),
  ];
}
