import type { StepCopy } from "../../send-step";
import { defineFlow, mail } from "../define-flow";

const hello = 'Hi {{ recipient.firstName | default: "there" }}';
const letter = (stepId: string, copy: StepCopy) =>
  mail(stepId, copy, { picks: null, expiresAfterHours: 96 });

/**
 * Sunset: asks people who have not reacted to eight mails in 90 days whether
 * they still want them, three times in two weeks. Who does not answer is not
 * mailed any more until they opt in again. Opens count for nothing: machines
 * open mails too.
 */
export const SUNSET = defineFlow({
  key: "sunset",
  name: "Still interested?",
  description:
    "Asks people who no longer react whether they still want mail, and stops writing to those who do not answer.",
  trigger: { kind: "unengaged", minMails: 8, quietDays: 90 },
  steps: [
    letter("mail-1", {
      subject: "Do you still want these mails?",
      preheader: "One click, and we know.",
      heading: "Still interested?",
      intro: `${hello}, you have not looked at our mails for a while. If you still want them, one click is enough. If not, unsubscribe below.`,
      button: "Yes, keep them coming",
    }),
    { kind: "wait", stepId: "wait-1", for: { count: 7, unit: "days" } },
    letter("mail-2", {
      subject: "Still want to hear from us?",
      preheader: "We would rather ask than bother you.",
      heading: "We would rather ask",
      intro: `${hello}, without a sign from you we will stop writing soon. One click keeps you on the list.`,
      button: "Yes, keep them coming",
    }),
    { kind: "wait", stepId: "wait-2", for: { count: 7, unit: "days" } },
    letter("mail-3", {
      subject: "Our last mail to you",
      preheader: "Unless you say otherwise.",
      heading: "Goodbye for now",
      intro: `${hello}, this is our last mail. If you would like to stay, one click is enough.`,
      button: "I would like to stay",
    }),
    { kind: "wait", stepId: "wait-3", for: { count: 3, unit: "days" } },
    { kind: "suppress", stepId: "stop-writing" },
  ],
  exits: ["came_back"],
  priority: 20,
  holdoutRate: null,
});
