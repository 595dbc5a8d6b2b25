import { findReadyTemplate } from "~/messages/ready/ready-templates.server";

/** A subject that the demo's merchant tests against the email's own. */
interface TestedSubject {
  readonly text: string;
  /** Day of the history on which the merchant adds it. */
  readonly fromDay: number;
}

/** An email whose subject the demo's merchant has replaced. */
export const OWN_EMAIL = {
  templateId: "win-back/email-1",
  name: "Win-back 1",
  subject: "COME BACK! Here is everything that we would show you first if you came in",
} as const;

/**
 * By flow and step. The demo's readers like the questions better than the emails' own subjects. Two shout: Kindred has moved
 * away from the first, and the guard ends the test of the second soon after the demo opens.
 */
const TESTED: Readonly<Record<string, TestedSubject>> = {
  "thank-you/email-1-again": { text: "Did we get everything right?", fromDay: 0 },
  "thank-you/email-2-again": { text: "What goes with your order?", fromDay: 0 },
  "cross-sell/email-1": { text: "What comes next?", fromDay: 0 },
  "win-back/email-1": { text: "Back for a look?", fromDay: 0 },
  "win-back/email-2": { text: "Anything here for you?", fromDay: 0 },
  "win-back/email-3-small": {
    text: "LAST CALL! Our best ideas of the season are waiting for you in the store",
    fromDay: 15,
  },
  "abandoned-checkout/email-2": {
    text: "LAST CALL! Your checkout will not wait for you forever, finish it now",
    fromDay: 54,
  },
};

/** The subjects of an email on a day of the history, its own first. */
export function listSubjects(email: string, day: number): readonly string[] {
  const tested = TESTED[email];
  const own = findOwnSubject(email);
  return tested && day >= tested.fromDay ? [own, tested.text] : [own];
}

/** The email's own subject, with its placeholders. */
export function findOwnSubject(email: string): string {
  if (email === OWN_EMAIL.templateId) return OWN_EMAIL.subject;
  return findReadyTemplate(email)?.subject ?? "";
}
