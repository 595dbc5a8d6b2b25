import type { Prisma, PrismaClient } from "~/generated/prisma/client";

type Sending = Prisma.MessageSendingUncheckedCreateInput;
type Outcome = Prisma.MessageOutcomeUncheckedCreateInput;
type Content = Prisma.MessageContentUncheckedCreateInput;
type Common = "shopId" | "messageId" | "state";

/** A message with its state, from `message_status`. */
export type MessageRow = Prisma.MessageUncheckedCreateInput & {
  readonly state: string;
} & Partial<Omit<Sending, Common>> &
  Partial<Omit<Outcome, Common>> &
  Partial<Omit<Content, Common>>;

/** Inserts messages into the tables of their states. */
export async function insertMessages(
  db: Pick<PrismaClient, "messageKey" | TableName>,
  messages: readonly MessageRow[],
): Promise<void> {
  await db.messageKey.createMany({
    data: messages.map(({ shopId, messageId }) => ({ shopId, messageId })),
  });
  await db.message.createMany({ data: messages.map(plannedRow) });
  await writeState(db, messages);
}

/** Updates messages, and moves them to the tables of their states. */
export async function changeMessages(
  db: PrismaClient,
  where: Prisma.MessageStatusWhereInput,
  change: Partial<MessageRow>,
): Promise<{ count: number }> {
  const found = await db.messageStatus.findMany({ where });
  const messages = found.map((row) => ({ ...row, ...change }) as MessageRow);
  for (const message of messages) {
    const { shopId, messageId } = message;
    const key = { shopId, messageId };
    await db.message.update({ where: { shopId_messageId: key }, data: plannedRow(message) });
    await db.messageSending.deleteMany({ where: key });
    await db.messageOutcome.deleteMany({ where: key });
    await db.messageContent.deleteMany({ where: key });
  }
  await writeState(db, messages);
  return { count: messages.length };
}

type TableName = "message" | "messageSending" | "messageOutcome" | "messageContent";

const PENDING = ["planned", "sending"];

async function writeState(
  db: Pick<PrismaClient, TableName>,
  messages: readonly MessageRow[],
): Promise<void> {
  await db.messageContent.createMany({
    data: messages.filter(hasContent).map((it) => ({
      ...keyOf(it),
      ...defined({
        sealedEmail: it.sealedEmail,
        sealedBody: it.sealedBody,
        templateHash: it.templateHash,
        emailIndex: it.emailIndex,
        linkCount: it.linkCount,
      }),
      picks: it.picks ?? [],
    })),
  });
  await db.messageSending.createMany({
    data: messages
      .filter(({ state }) => PENDING.includes(state))
      .map((it) => ({
        ...commonRow(it),
        ...defined({ campaignId: it.campaignId, leaseUntil: it.leaseUntil, failures: it.failures }),
        nextRunAt: it.nextRunAt ?? it.plannedAt,
        expiresAt: it.expiresAt,
      })),
  });
  await db.messageOutcome.createMany({
    data: messages
      .filter(({ state }) => !PENDING.includes(state))
      .map((it) => ({ ...commonRow(it), ...defined({ sentAt: it.sentAt }) })),
  });
}

const keyOf = ({ shopId, messageId }: MessageRow) => ({ shopId, messageId });

function plannedRow(it: MessageRow): Prisma.MessageUncheckedCreateInput {
  return {
    ...keyOf(it),
    ...defined({ enrollmentId: it.enrollmentId, flowId: it.flowId, flowVersion: it.flowVersion }),
    ...defined({ stepId: it.stepId, campaignId: it.campaignId, variant: it.variant }),
    profileId: it.profileId,
    plannedAt: it.plannedAt,
    expiresAt: it.expiresAt,
    intent: it.intent,
  };
}

/** The columns of both `message_sending` and `message_outcome`. */
function commonRow(it: MessageRow) {
  return {
    ...keyOf(it),
    state: it.state,
    ...defined({ reason: it.reason, decision: it.decision, attempts: it.attempts }),
    ...defined({ batchId: it.batchId, attemptedAt: it.attemptedAt, providerId: it.providerId }),
    ...defined({ deliveryState: it.deliveryState }),
  };
}

const hasContent = ({ sealedEmail, emailIndex, linkCount, picks }: MessageRow) =>
  [sealedEmail, emailIndex, linkCount].some((it) => it !== undefined && it !== null) ||
  (Array.isArray(picks) && picks.length > 0);

/** Without the columns that have no value here, so that the tables' defaults apply. */
function defined<Row extends object>(row: Row): { [K in keyof Row]?: Exclude<Row[K], undefined> } {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as {
    [K in keyof Row]?: Exclude<Row[K], undefined>;
  };
}
