import { readTogether } from "~/db-reads.server";
import type { Tx } from "~/db.server";
import { derivedId } from "~/lib/derived-id.server";
import { AppError } from "~/lib/errors";
import { addMs, DurationMs } from "~/flows/definition/duration";
import type { ShopId } from "~/lib/shop-id";
import {
  composeMessages,
  readForComposing,
  type ComposeDeps,
  type Composition,
} from "~/messages/composing/compose-message.server";
import { returnCodes } from "~/messages/coupons/given-code-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import type { SkipReason } from "../decision/decide-delivery";
import { decideSlice } from "../decision/decide-slice";
import { loadUndecided } from "./load-undecided.server";
import { maySendUntil } from "../decision/sending-hours";
import { explainDecision } from "../decision/explain-decision";
import type { Email } from "../email";
import { beginBatchAttempt, type PreparedBatch } from "./email-batch-store.server";
import { collectKnownBounces } from "../suppressions/suppress-known-bounces.server";
import { lockClaimed, type ClaimedMessage } from "./message-claims.server";
import {
  postponeMessages,
  storeFrozen,
  type FrozenMessage,
  type PostponedMessage,
} from "./message-store.server";
import { wireForm } from "./wire-form.server";
import type { SendingSetup } from "../decision/sending-setup.server";

interface FreezeDeps extends ComposeDeps {
  readonly keyring: Pick<Keyring, "seal" | "blindIndex" | "bounceIndex" | "signAddress"> &
    ComposeDeps["keyring"];
  readonly mailerName: string;
  /** See `InboundConfig`. */
  readonly unsubscribeAddress: string | null;
  readonly now: Date;
}

/** Contents of at most so many messages are read with the facts of the decision. */
const MAX_READ_AHEAD = 10;
/** How soon to recheck a message whose discount code is being created. */
const CODE_WAIT_MS = DurationMs.minutes(1);
/** A message whose composition failed gets this reason, not that of the wait. */
const NOT_COMPOSED = { kind: "fail", reason: "not_composed" } as const;
const TOO_LATE: ReadonlySet<string> = new Set<SkipReason>(["expired", "quiet_hours"]);

/**
 * Decides claimed messages under locks, composes those that are sent and stores them as a batch: decision,
 * members and bytes commit together before the provider is called. The others only get their reason.
 *
 * @returns the batch, or null when no message is sent
 */
export async function freezeSlice(
  tx: Tx,
  shopId: ShopId,
  claimed: readonly ClaimedMessage[],
  setup: SendingSetup,
  deps: FreezeDeps,
): Promise<PreparedBatch | null> {
  const { keyring, mailerName, now } = deps;
  const messages = await lockClaimed(tx, shopId, claimed);
  const from = composerOf(setup, now);
  // Most messages of a small slice are sent; of a large one, many may wait.
  const isReadAhead = from !== null && messages.length > 0 && messages.length <= MAX_READ_AHEAD;
  const [undecided, known] = await readTogether(tx, () =>
    Promise.all([
      loadUndecided(tx, shopId, messages, setup, deps),
      isReadAhead ? readForComposing(tx, shopId, messages, from, deps) : null,
    ]),
  );
  const decided = decideSlice(undecided, setup.settings, now);
  const leaving = decided.filter(({ decision }) => decision.kind === "send");
  const bounces = collectKnownBounces(tx, shopId, { keyring });
  const alsoRead = bounces.read;
  const compositions =
    leaving.length === 0 || from === null
      ? new Map<string, Composition>()
      : await readTogether(tx, async () =>
          composeMessages(
            ...([tx, shopId, leaving, from, { ...deps, alsoRead }] as const),
            known ?? (await readForComposing(tx, shopId, leaving, from, deps)),
          ),
        );
  const composed = new Set(
    [...compositions.values()].flatMap((it) => (it.kind === "composed" ? [it.to] : [])),
  );
  const bounced = await bounces.suppress(composed);

  const frozen: FrozenMessage[] = [];
  const rest: PostponedMessage[] = [];
  for (const message of decided) {
    const { messageId, decision } = message;
    const why = explainDecision(message.facts, decision, setup.settings, now);
    if (decision.kind !== "send") {
      const isTooLate = decision.kind === "skip" && TOO_LATE.has(decision.reason);
      const isGivenUp = isTooLate && message.failures > 0;
      rest.push({ ...(isGivenUp ? NOT_COMPOSED : decision), messageId, why });
      continue;
    }
    const composition = compositions.get(messageId);
    switch (composition?.kind) {
      case undefined:
        throw new AppError("not_found", "A message that goes was not composed", {
          context: { shopId, messageId },
        });
      case "pointless":
        rest.push({ kind: "skip", messageId, why, reason: composition.reason });
        break;
      case "refused":
        rest.push({ kind: "fail", messageId, why, reason: composition.reason });
        break;
      case "waits":
        rest.push({
          kind: "defer",
          messageId,
          why: [{ kind: "reason", reason: composition.reason }],
          reason: composition.reason,
          until: addMs(now, CODE_WAIT_MS),
        });
        break;
      case "composed": {
        if (bounced.has(composition.to)) {
          rest.push({ kind: "skip", messageId, why, reason: "suppressed" });
          break;
        }
        const email = wireForm(shopId, message, composition, setup, deps);
        if (typeof email === "string") rest.push({ kind: "fail", messageId, why, reason: email });
        else {
          const { discount } = composition;
          frozen.push({ composed: composition, email, why: discount ? [...why, discount] : why });
        }
        break;
      }
    }
  }

  await postponeMessages(tx, shopId, rest);
  await returnCodes(
    tx,
    shopId,
    rest.map(({ messageId }) => messageId),
  );
  if (frozen.length === 0) return null;
  const emails = frozen.map(({ email }) => email);
  const quietFrom = maySendUntil(
    leaving.map(({ facts: it }) => it),
    setup.settings,
    now,
  );
  const batchId = batchIdOf(shopId, messages, emails);
  const newBatch = beginBatchAttempt({ batchId, emails, mailerName, quietFrom, now });
  await storeFrozen(tx, shopId, newBatch, frozen, { keyring, now });
  return newBatch.prepared;
}

/**
 * A batch's id, and so the provider's idempotency key, is derived from its members: recreated in a restored
 * database it is the same. After a clear rejection a message may be composed differently, so its new batch
 * has another id.
 */
function batchIdOf(
  shopId: ShopId,
  claimed: readonly ClaimedMessage[],
  emails: readonly Email[],
): string {
  const attemptsOf = new Map(claimed.map(({ messageId, attempts }) => [messageId, attempts]));
  const members = emails.map(({ messageId }) => `${messageId}/${attemptsOf.get(messageId)}`);
  return derivedId(shopId, "batch", ...members);
}

/** For whom messages are composed; null without a sender. */
function composerOf({ shop, sender, settings: { tracksOpens } }: SendingSetup, now: Date) {
  return sender.kind === "missing" ? null : { shop, brand: sender.brand, tracksOpens, now };
}
