import type { Database } from "~/db.server";
import type { ReceivedEmail } from "../../support/stage";
import { endOfStories, PEOPLE } from "./people";
import { productsIn, type StoreProduct } from "./store";

const HOUR_MS = 3_600_000;
/** Tolerance of an email's time: inventory is scanned every few minutes, and codes may be awaited. */
const GRAIN = 0.5;
const CODE = /\b[BCDFGHJKMNPQRTVWXY346789]{4}-[BCDFGHJKMNPQRTVWXY346789]{4}\b/;

/** An email of the flow in a person's story. */
export interface FlowEmail {
  /** When it was due, in hours after the beginning. */
  readonly hours: number;
  /** Its delay in hours. */
  readonly lateHours: number;
  readonly stepId: string;
  readonly shows: readonly StoreProduct[];
  /** Its discount code, if any. */
  readonly code: string | null;
}

/** The emails that each customer got from the story's flow, read from the app's database: customer → emails. */
export async function readFlowEmails(
  { db }: Database,
  emails: readonly ReceivedEmail[],
  began: Date,
): Promise<ReadonlyMap<string, readonly FlowEmail[]>> {
  const written = new Map(emails.map((email) => [email.messageId, email]));
  const sent = await db.messageStatus.findMany({
    where: { state: "sent" },
    orderBy: { sentAt: "asc" },
  });
  return new Map(
    PEOPLE.map(({ flow, customerId }) => {
      const own = sent.filter((it) => it.profileId === `c${customerId}` && it.flowId === flow);
      const received = own.map(({ messageId, attemptedAt, sentAt, stepId }): FlowEmail => {
        const email = written.get(messageId);
        return {
          hours: Math.floor((attemptedAt!.getTime() - began.getTime()) / HOUR_MS / GRAIN) * GRAIN,
          lateHours: (sentAt!.getTime() - attemptedAt!.getTime()) / HOUR_MS,
          stepId: stepId ?? "",
          shows: productsIn(email?.html ?? ""),
          code: CODE.exec(email?.text ?? "")?.[0] ?? null,
        };
      });
      return [customerId, received.filter(({ hours }) => hours <= endOfStories(flow))];
    }),
  );
}

/** Customers who got the last sunset email. */
export async function readLastSunsetCustomers({ db }: Database): Promise<readonly string[]> {
  const where = { flowId: "sunset", stepId: "email-3", state: "sent" };
  const sent = await db.messageStatus.findMany({ where, orderBy: { profileId: "asc" } });
  return sent.map(({ profileId }) => profileId.slice(1));
}

/** Customers who were suppressed because they did not respond. */
export async function readSuppressedCustomers({ db }: Database): Promise<readonly string[]> {
  const suppressed = await db.suppression.findMany({ where: { reason: "sunset" } });
  const profiles = await db.profile.findMany({
    where: { emailIndex: { in: suppressed.map(({ emailIndex }) => emailIndex) } },
    orderBy: { profileId: "asc" },
  });
  return profiles.map(({ customerId }) => customerId ?? "");
}
