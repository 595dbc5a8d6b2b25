import type { DocumentPreview } from "~/pages/emails/preview-document.server";
import type { PreviewProblem } from "~/pages/emails/preview-email.server";
import type { SendingSetup } from "~/delivery/decision/sending-setup.server";

type Refused<Outcome> = Extract<Outcome, { kind: "refused" }>;
type MissingSetup = Extract<SendingSetup["sender"], { kind: "missing" }>["missing"];

/** Why an email to the shop's staff was not sent. */
export type TestProblem =
  | PreviewProblem
  | Refused<DocumentPreview>["problem"]
  | MissingSetup
  | "invalid_address"
  | "auto_paused"
  | "domain_unproved"
  | "bad_recipient"
  | "bad_sender"
  | "bad_header"
  | "too_many_tests"
  | "not_accepted"
  | "opted_out"
  | "bounced"
  | "not_confirmed"
  | "not_allowed"
  | "already_requested"
  | "too_many_requests"
  | "too_many_confirmations";

export interface TestRefusal {
  readonly kind: "refused";
  readonly problem: TestProblem;
  /** How many are allowed a day, if that is the problem. */
  readonly limit?: number;
  /** A confirmation can be sent to the address. */
  readonly mayAsk?: true;
}

export type TestOutcome = { readonly kind: "sent" } | TestRefusal;

export const refusedTest = (problem: TestProblem): TestRefusal => ({ kind: "refused", problem });
