import type { Tx } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import type { AnyEvent } from "~/events/event";
import { recordDecision, saveExperiment } from "~/experiments/optimization/experiment-store.server";
import { CLASSIFICATION_DELAY_MS } from "~/feedback/engagement/engagement-event";
import { RULES_VERSION } from "~/feedback/engagement/score-signals";
import { recordRevenueForecasts } from "~/feedback/lift/forecast-store.server";
import { getObjectKey } from "~/flows/definition/send-step";
import { storedJson } from "~/flows/stored-json";
import { derivedId } from "~/lib/derived-id.server";
import { customerIdOf } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { publishUnchanged } from "~/messages/templates/begin-email.server";
import { planMessages } from "~/outbox/message-store.server";
import { readShopHistory } from "~/predictions/history/history-store.server";
import { fitLifetime } from "~/predictions/models/lifetime";
import type { Keyring } from "~/privacy/keyring.server";
import type { History, PastEnrollment, PastMessage } from "./history";
import { OWN_EMAIL } from "./subject-tests";

/** Links of an email of the history: a button and products. */
const LINKS = 4;
const ROWS_AT_ONCE = 1_000;
/** Flows are installed with their first version. */
const FLOW_VERSION = 1;

/**
 * Writes a store's history after Kindred has imported the store: what the flows, the outbox and the optimizer recorded
 * then, under the ids that Kindred itself would use, so that nobody enters a flow or gets an email again. Everything that
 * follows from it (classes of clicks, credit, profiles, counts, lift, models) is left to Kindred's own jobs.
 */
export async function writeHistory(
  tx: Tx,
  shopId: ShopId,
  history: History,
  { keyring }: { readonly keyring: Pick<Keyring, "seal"> },
): Promise<void> {
  await backdateSettings(tx, shopId, history.beganAt);
  await publishOwnEmail(tx, shopId, history.beganAt);
  await addEnrollments(tx, shopId, history.enrollments);
  await addMessages(tx, shopId, history.messages);
  await addClicks(tx, shopId, history.messages);
  for (const events of chunksOf(eventsOf(shopId, history.messages))) {
    await recordEvents(tx, events, { keyring, now: () => events.at(-1)!.occurredAt });
  }
  await addDecisions(tx, shopId, history);
  await addForecasts(tx, shopId, history.beganAt);
}

/** Lift is adjusted by forecasts of models from before each first email: that of the day when the history began. */
async function addForecasts(tx: Tx, shopId: ShopId, trainedAt: Date): Promise<void> {
  const { signal } = new AbortController();
  const { purchases, endDay } = await readShopHistory(tx, shopId, trainedAt, signal);
  await recordRevenueForecasts(tx, shopId, [{ trainedAt, model: fitLifetime(purchases, endDay) }]);
}

/** The merchant saved the settings, with their holdouts, when the history began. */
async function backdateSettings(tx: Tx, shopId: ShopId, at: Date): Promise<void> {
  await tx.auditEntry.updateMany({ where: { shopId, action: "settings_saved" }, data: { at } });
}

async function publishOwnEmail(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  const { templateId, name, subject } = OWN_EMAIL;
  const ready = findReadyTemplate(templateId);
  if (!ready) return;
  await publishUnchanged(tx, shopId, { templateId, name, now, document: { ...ready, subject } });
}

const enrollmentIdOf = (shopId: ShopId, { flowId, profileId, trigger }: PastEnrollment) =>
  derivedId(shopId, "enrollment", flowId, profileId, getObjectKey(trigger));

const messageIdOf = (shopId: ShopId, { enrollment, stepId }: PastMessage) =>
  derivedId(shopId, "message", enrollmentIdOf(shopId, enrollment), stepId);

async function addEnrollments(
  tx: Tx,
  shopId: ShopId,
  enrollments: readonly PastEnrollment[],
): Promise<void> {
  for (const some of chunksOf(enrollments)) {
    await tx.enrollment.createMany({
      data: some.map((it) => ({
        ...{ shopId, enrollmentId: enrollmentIdOf(shopId, it), flowId: it.flowId },
        ...{ version: FLOW_VERSION, profileId: it.profileId, objectKey: getObjectKey(it.trigger) },
        ...{ variant: it.variant, state: it.next ? "active" : "ended", exitReason: it.exitReason },
        ...{ stepId: it.next?.stepId ?? null, nextRunAt: it.next?.at ?? null },
        context: storedJson({
          ...{ trigger: it.trigger, objectUpdatedAt: it.objectUpdatedAt, waitsSince: null },
        }),
        ...{
          enrolledAt: it.enrolledAt,
          updatedAt: it.endedAt ?? it.enrolledAt,
          endedAt: it.endedAt,
        },
      })),
      // One that Kindred has begun by itself goes on.
      skipDuplicates: true,
    });
  }
}

async function addMessages(
  tx: Tx,
  shopId: ShopId,
  messages: readonly PastMessage[],
): Promise<void> {
  for (const some of chunksOf(messages)) {
    await planMessages(
      tx,
      shopId,
      some.map((message) => {
        const { enrollment, outcome, ...its } = message;
        const isOver = outcome.state === "skipped" || outcome.state === "withheld";
        return {
          ...its,
          messageId: messageIdOf(shopId, message),
          enrollmentId: enrollmentIdOf(shopId, enrollment),
          ...{ flowId: enrollment.flowId, flowVersion: FLOW_VERSION },
          profileId: enrollment.profileId,
          state: isOver ? outcome.state : "planned",
          reason: isOver ? outcome.reason : null,
          nextRunAt: outcome.state === "planned" ? outcome.at : its.plannedAt,
        };
      }),
    );
    const sent = some.flatMap((message) => {
      const { outcome } = message;
      return outcome.state === "sent"
        ? [{ ...outcome, messageId: messageIdOf(shopId, message) }]
        : [];
    });
    const messageId = { in: sent.map((it) => it.messageId) };
    await tx.messageSending.deleteMany({ where: { shopId, messageId } });
    await tx.messageOutcome.createMany({
      data: sent.map(({ messageId, at }) => ({
        ...{ shopId, messageId, state: "sent", attempts: 1, attemptedAt: at, sentAt: at },
      })),
    });
    await tx.messageContent.createMany({
      data: sent.map(({ messageId }) => ({ shopId, messageId, linkCount: LINKS })),
    });
    await tx.messageVariant.createMany({
      data: sent.flatMap(({ messageId, draws }) =>
        draws.map((draw) => ({ shopId, messageId, ...draw })),
      ),
    });
  }
}

/** The clicks, which Kindred classifies. */
async function addClicks(tx: Tx, shopId: ShopId, messages: readonly PastMessage[]): Promise<void> {
  const clicks = messages.flatMap((message) => {
    const { outcome } = message;
    if (outcome.state !== "sent" || outcome.answer.kind !== "click") return [];
    const { at, link } = outcome.answer;
    const messageId = messageIdOf(shopId, message);
    return [
      {
        ...{ shopId, eventId: `${messageId}/0`, messageId, linkIndex: link, occurredAt: at },
        ...(link === 0 ? { position: "button", place: 1 } : { position: "pick", place: link }),
        ...{ classification: "unknown", rulesVersion: RULES_VERSION },
        classifyAt: new Date(at.getTime() + CLASSIFICATION_DELAY_MS),
      },
    ];
  });
  for (const some of chunksOf(clicks)) await tx.engagementEvent.createMany({ data: [...some] });
}

/** What was sent, and who unsubscribed, in order of time. */
function eventsOf(shopId: ShopId, messages: readonly PastMessage[]): AnyEvent[] {
  return messages
    .flatMap((message): AnyEvent[] => {
      const { outcome, enrollment, stepId } = message;
      if (outcome.state !== "sent") return [];
      const { at, answer } = outcome;
      const messageId = messageIdOf(shopId, message);
      const common = {
        ...({ shopId, source: "kindred", personal: null } as const),
        customerId: customerIdOf(enrollment.profileId),
        payload: { messageId, flowId: enrollment.flowId, stepId },
      } as const;
      return [
        { ...common, kind: "email_sent", sourceId: `message/${messageId}/sent`, occurredAt: at },
        ...(answer.kind === "unsubscribe"
          ? [
              {
                ...common,
                kind: "email_unsubscribed" as const,
                sourceId: `message/${messageId}/unsubscribed/${answer.at.toISOString()}`,
                occurredAt: answer.at,
              },
            ]
          : []),
      ];
    })
    .toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
}

async function addDecisions(
  tx: Tx,
  shopId: ShopId,
  { decisions, experiments, beganAt }: History,
): Promise<void> {
  for (const { at, ...decision } of decisions) await recordDecision(tx, shopId, decision, at);
  for (const it of experiments) {
    await saveExperiment(tx, shopId, it, decisions.at(-1)?.at ?? beganAt);
  }
}

function* chunksOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    yield rows.slice(from, from + ROWS_AT_ONCE);
  }
}
