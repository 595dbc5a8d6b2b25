import type { PickRequest, StepCopy } from "../../send-step";
import { defineFlow, mail } from "../define-flow";

const hello = 'Hi {{ recipient.firstName | default: "there" }}';
const letter = (stepId: string, copy: StepCopy, picks: PickRequest | null, percentOff?: number) =>
  mail(stepId, copy, {
    picks,
    expiresAfterHours: 96,
    coupon: percentOff === undefined ? null : { percentOff, validDays: 14 },
  });

/**
 * Win-back: four mails over four weeks for customers who would have ordered
 * again by now: what is new, what suits them, an incentive by what they are
 * worth, a last call. At most 200 people enter in a day.
 */
export const WIN_BACK = defineFlow({
  key: "win-back",
  name: "Win-back",
  description:
    "Writes to customers who have not ordered for longer than is usual for them. Up to four mails.",
  trigger: { kind: "lapsed", defaultDays: 60, intervalFactor: 1.5, mostPerDay: 200 },
  filter: [{ kind: "no_order_for", days: 14 }],
  steps: [
    letter(
      "mail-1",
      {
        subject: "What is new since you were here",
        preheader: "A few things you have not seen yet.",
        heading: "What is new since you were here",
        intro: `${hello}, it has been a while. This is what has come in since.`,
        button: "See what is new",
      },
      { list: "newest", count: 4, required: false },
    ),
    { kind: "wait", stepId: "wait-1", for: { count: 7, unit: "days" } },
    letter(
      "mail-2",
      {
        subject: "Picked for you",
        preheader: "By what you bought and looked at.",
        heading: "Picked for you",
        intro: `${hello}, these go by what you liked so far.`,
        button: "See more",
      },
      { list: "new_for_you", count: 4, required: false },
    ),
    { kind: "wait", stepId: "wait-2", for: { count: 7, unit: "days" } },
    {
      kind: "split",
      stepId: "worth-more",
      condition: { kind: "valuable", topShare: 0.5 },
      whenTrue: "mail-3",
      whenFalse: "mail-3-small",
    },
    letter(
      "mail-3",
      {
        subject: "We would like to see you again",
        preheader: "A choice for you.",
        heading: "We would like to see you again",
        intro: `${hello}, you have been a good customer. Here is a choice for you.`,
        button: "Come back",
      },
      { list: "new_for_you", count: 4, required: false },
      15,
    ),
    { kind: "wait", stepId: "wait-3", for: { count: 14, unit: "days" } },
    letter(
      "mail-4",
      {
        subject: "Shall we stay in touch?",
        preheader: "A last word, and it is up to you.",
        heading: "Shall we stay in touch?",
        intro: `${hello}, this is our last mail for a while. Have a look if you like; if not, that is fine too.`,
        button: "Have a look",
      },
      null,
    ),
    { kind: "exit", stepId: "end-of-valuable" },
    letter(
      "mail-3-small",
      {
        subject: "We would like to see you again",
        preheader: "A choice for you.",
        heading: "We would like to see you again",
        intro: `${hello}, here is a choice for you, should you like to come back.`,
        button: "Come back",
      },
      { list: "new_for_you", count: 4, required: false },
      10,
    ),
  ],
  exits: ["order_placed"],
  priority: 35,
  holdoutRate: null,
});
