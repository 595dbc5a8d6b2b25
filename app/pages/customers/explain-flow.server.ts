import type { Db } from "~/db.server";
import type { Prisma } from "~/generated/prisma/client";
import { reachesNonSubscribers, type FlowDefinition } from "~/flows/definition/flow";
import { findFlow, type StoredFlow } from "~/flows/flow-store.server";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { EnrollmentState, hasReachedEnd } from "~/flows/rules/enrollment-state";
import { meetsAllConditions } from "~/flows/rules/meets-condition";
import type { EnrollmentFacts } from "~/flows/rules/enrollment-facts";
import { getFactsRequiredByFlows } from "~/flows/facts/required-facts";
import { loadEnrollmentFacts } from "~/flows/facts/enrollment-facts-store.server";
import { findExitReason } from "~/flows/rules/exit-reason";
import { profileIdOfCustomer, type CustomerId, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { MessageState } from "~/messages/message";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import { findProfile, findProfilesByEmail, type Profile } from "~/profiles/profile-store.server";
import { explainEmails, type EnrollmentProgress, type EmailExplanation } from "./explain-emails";

/** Why a customer is not enrolled; `no_trigger`: no trigger fired. */
export type NotEnrolledReason =
  | "flow_off"
  | "flow_archived"
  | "profile_deleted"
  | "unsubscribed"
  | "suppressed"
  | "no_address"
  | "not_subscribed"
  | "does_not_fit"
  | "no_trigger";

/** Why a customer did or did not get the emails of a flow. Times are ISO 8601. */
export interface FlowExplanation {
  readonly customerId: CustomerId | null;
  readonly name: string | null;
  /** Latest first. */
  readonly enrollments: readonly ExplainedEnrollment[];
  /** null when they are enrolled. */
  readonly notEnrolledReason: NotEnrolledReason | null;
}

export interface ExplainedEnrollment extends EnrollmentProgress {
  readonly enrollmentId: string;
  readonly isHoldout: boolean;
  readonly enteredAt: string;
  readonly endedAt: string | null;
  /** When it continues or its trigger fires. */
  readonly nextAt: string | null;
  readonly emails: readonly (EmailExplanation extends infer A
    ? A extends { at: Date }
      ? Omit<A, "at"> & { readonly at: string }
      : A
    : never)[];
  /** Steps that it certainly reached. */
  readonly seen: readonly string[];
}

interface Deps {
  readonly keyring: Pick<Keyring, "open" | "blindIndex">;
  readonly now: () => Date;
}

const MAX_ENROLLMENTS = 5;

/**
 * @param customer a customer id or exact email address
 * @returns null when the flow or the customer does not exist
 */
export async function explainFlow(
  db: Db,
  shopId: ShopId,
  { flowId, customer }: { readonly flowId: string; readonly customer: string },
  deps: Deps,
): Promise<FlowExplanation | null> {
  const flow = await findFlow(db, shopId, flowId);
  const profile = customer.includes("@")
    ? (await findProfilesByEmail(db, shopId, customer, deps))[0]
    : await findProfile(db, shopId, profileIdOfCustomer(customer), deps);
  if (!flow || !profile) return null;
  const [explanation] = await explainFlows(db, shopId, [flow], profile, deps.now());
  return explanation ?? null;
}

/**
 * Explains several flows for one customer, with a fixed number of statements.
 *
 * @returns one explanation per flow, in their order
 */
export async function explainFlows(
  db: Db,
  shopId: ShopId,
  flows: readonly StoredFlow[],
  { profileId, customerId, contact }: Pick<Profile, "profileId" | "customerId" | "contact">,
  now: Date,
): Promise<FlowExplanation[]> {
  const [rows, facts] = await Promise.all([
    db.enrollment.findMany({
      where: { shopId, profileId, flowId: { in: flows.map(({ flowId }) => flowId) } },
      orderBy: [{ enrolledAt: "desc" }, { enrollmentId: "desc" }],
      take: MAX_ENROLLMENTS * flows.length,
      include: { messages: true, actions: { select: { stepId: true } } },
    }),
    loadFactsOfNow(db, shopId, flows, profileId, now),
  ]);
  const byFlow = Map.groupBy(rows, ({ flowId }) => flowId);
  const shown = [...byFlow.values()].flatMap((own) => own.slice(0, MAX_ENROLLMENTS));
  const definitionOf = await loadFlowVersions(db, shopId, shown);
  return flows.map((flow) => {
    const own = byFlow.get(flow.flowId)?.slice(0, MAX_ENROLLMENTS) ?? [];
    const enrollments = own.map((row) => explainEnrollment(row, definitionOf(row)));
    const isIn = enrollments.some(({ state }) => state !== "ended");
    return {
      customerId,
      name: contactName(contact) ?? contact.email,
      enrollments,
      notEnrolledReason: isIn ? null : findNotEnrolledReason(flow, facts, now),
    };
  });
}

type EnrollmentRow = Prisma.EnrollmentGetPayload<{
  include: { messages: true; actions: { select: { stepId: true } } };
}>;

function explainEnrollment(row: EnrollmentRow, definition: FlowDefinition): ExplainedEnrollment {
  const progress = {
    state: EnrollmentState.parse(row.state),
    exitReason: row.exitReason,
    stepId: row.stepId,
  };
  const emails = row.messages.map(({ stepId, messageId, state, reason, sentAt, plannedAt }) => ({
    ...{ stepId, messageId, reason, state: MessageState.parse(state), at: sentAt ?? plannedAt },
  }));
  const seen = [
    ...emails.flatMap(({ stepId }) => stepId ?? []),
    ...row.actions.map(({ stepId }) => stepId),
    ...(hasReachedEnd(progress) || progress.state === "scheduled" ? [] : [progress.stepId ?? ""]),
  ];
  return {
    ...progress,
    enrollmentId: row.enrollmentId,
    isHoldout: row.variant === "holdout",
    enteredAt: row.enrolledAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    nextAt: row.nextRunAt?.toISOString() ?? null,
    emails: explainEmails(definition, progress, emails).map((answer) =>
      answer.kind === "planned" ? { ...answer, at: answer.at.toISOString() } : answer,
    ),
    seen,
  };
}

/** The facts that decide now who may enter the live flows among these; null: there are none, or no such customer. */
async function loadFactsOfNow(
  db: Db,
  shopId: ShopId,
  flows: readonly StoredFlow[],
  profileId: ProfileId,
  now: Date,
): Promise<EnrollmentFacts | null> {
  const live = flows.filter(({ status }) => status === "live");
  if (live.length === 0) return null;
  const about = { kind: "person", key: "now", at: now } as const;
  const required = getFactsRequiredByFlows(live.map(({ definition }) => definition));
  const [known] = await loadEnrollmentFacts(db, shopId, [{ profileId, about }], required, now);
  return known?.facts ?? null;
}

function findNotEnrolledReason(
  { status, definition }: StoredFlow,
  facts: EnrollmentFacts | null,
  now: Date,
): NotEnrolledReason {
  if (status === "archived") return "flow_archived";
  if (status !== "live") return "flow_off";
  if (!facts) return "profile_deleted";
  const end = findExitReason([], facts);
  if (end === "profile_deleted" || end === "unsubscribed" || end === "suppressed") return end;
  if (!facts.profile.hasAddress) return "no_address";
  if (facts.profile.marketingState !== "subscribed" && !reachesNonSubscribers(definition)) {
    return "not_subscribed";
  }
  return meetsAllConditions(definition.filter, facts, now) ? "no_trigger" : "does_not_fit";
}
