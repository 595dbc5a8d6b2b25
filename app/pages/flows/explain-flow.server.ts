import type { Db } from "~/db.server";
import { reachesNonSubscribers, type FlowDefinition } from "~/flows/definition/flow";
import { findFlow, type StoredFlow } from "~/flows/flow-store.server";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { EnrollmentState, hasReachedEnd } from "~/flows/rules/enrollment-state";
import { meetsAllConditions } from "~/flows/rules/meets-condition";
import { getFactsRequiredByFlows } from "~/flows/facts/required-facts";
import { loadEnrollmentFacts } from "~/flows/facts/enrollment-facts-store.server";
import { findExitReason } from "~/flows/rules/exit-reason";
import { profileIdOfCustomer, type CustomerId, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { MessageState } from "~/messages/message";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import { findProfile, findProfilesByEmail } from "~/profiles/profile-store.server";
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
  const { profileId, contact } = profile;
  const rows = await db.enrollment.findMany({
    where: { shopId, flowId, profileId },
    orderBy: [{ enrolledAt: "desc" }, { enrollmentId: "desc" }],
    take: MAX_ENROLLMENTS,
    include: { messages: true, actions: { select: { stepId: true } } },
  });
  const definitionOf = await loadFlowVersions(db, shopId, rows);
  const enrollments = rows.map((row): ExplainedEnrollment => {
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
      emails: explainEmails(definitionOf(row), progress, emails).map((answer) =>
        answer.kind === "planned" ? { ...answer, at: answer.at.toISOString() } : answer,
      ),
      seen,
    };
  });
  const isIn = enrollments.some(({ state }) => state !== "ended");
  return {
    customerId: profile.customerId,
    name: contactName(contact) ?? contact.email,
    enrollments,
    notEnrolledReason: isIn
      ? null
      : await notEnrolledReason(db, shopId, flow, profileId, deps.now()),
  };
}

async function notEnrolledReason(
  db: Db,
  shopId: ShopId,
  { status, definition }: StoredFlow,
  profileId: ProfileId,
  now: Date,
): Promise<NotEnrolledReason> {
  if (status === "archived") return "flow_archived";
  if (status !== "live") return "flow_off";
  const about = { kind: "person", key: "now", at: now } as const;
  const required = getFactsRequiredByFlows([definition]);
  const [known] = await loadEnrollmentFacts(db, shopId, [{ profileId, about }], required, now);
  if (!known) return "profile_deleted";
  const { facts } = known;
  const end = findExitReason([], facts);
  if (end === "profile_deleted" || end === "unsubscribed" || end === "suppressed") return end;
  if (!facts.profile.hasAddress) return "no_address";
  if (facts.profile.marketingState !== "subscribed" && !reachesNonSubscribers(definition)) {
    return "not_subscribed";
  }
  return fits(definition, facts, now) ? "no_trigger" : "does_not_fit";
}

const fits = (
  { filter }: FlowDefinition,
  facts: Parameters<typeof meetsAllConditions>[1],
  now: Date,
): boolean => meetsAllConditions(filter, facts, now);
