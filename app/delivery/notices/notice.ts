import type { ExperimentKind } from "~/experiments/optimization/experiment";
import type { CustomerId } from "~/lib/profile-id";

/** An automatic revert of a test, for the merchant. */
export interface RevertNotice {
  readonly kind: ExperimentKind;
  /** The email that was tested; null: all emails, or one of a flow that is off. */
  readonly email: string | null;
  /** How much less the tested setting earned, above 0; null: not less. */
  readonly lossRate: number | null;
}

/** An endpoint that Kindred disabled, for the merchant. */
export interface EndpointNotice {
  readonly host: string;
  /** Whether the endpoint answered that it wants no more webhooks. */
  readonly isGone: boolean;
}

/** A note that a flow wrote for the merchant. */
export interface FlowNote {
  readonly flowName: string;
  readonly note: string;
  readonly customerId: CustomerId | null;
}

/** The content of an email to the merchant; links are added when it is rendered. */
export interface Notice {
  /** Of a single entry; null: there are several. */
  readonly subject: string | null;
  readonly noteCount: number;
  readonly entries: readonly NoticeEntry[];
}

interface NoticeEntry {
  readonly flowName: string;
  readonly note: string;
  readonly count: number;
  /** The first few customers that the note is about. */
  readonly customerIds: readonly CustomerId[];
}

const SHOWN_CUSTOMERS = 10;
const SUBJECT_CHARS = 120;

/** Groups equal notes and counts their customers, in order of first appearance. */
export function planNotice(notes: readonly FlowNote[]): Notice {
  const groups = Map.groupBy(notes, ({ flowName, note }) => JSON.stringify([flowName, note]));
  const entries = [...groups.values()].flatMap(([first, ...more]) =>
    first
      ? [
          {
            flowName: first.flowName,
            note: first.note,
            count: more.length + 1,
            customerIds: [first, ...more]
              .flatMap(({ customerId }) => customerId ?? [])
              .slice(0, SHOWN_CUSTOMERS),
          },
        ]
      : [],
  );
  const [only, ...others] = entries;
  const subject = only && others.length === 0 ? `${only.flowName}: ${only.note}` : null;
  return {
    subject: subject?.replaceAll(/\s+/g, " ").slice(0, SUBJECT_CHARS) ?? null,
    noteCount: notes.length,
    entries,
  };
}
