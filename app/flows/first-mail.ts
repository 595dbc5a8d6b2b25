import type { StepCopy } from "./send-step";

/** What the only mail of a merchant's own flow says, until they write it. */
export const FIRST_MAIL: StepCopy = {
  subject: "Something for you",
  preheader: "Picked for you.",
  heading: "Something for you",
  intro: 'Hi {{ recipient.firstName | default: "there" }}, we thought that you might like these.',
  button: "Have a look",
};
