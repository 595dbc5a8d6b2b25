import type { Behavior } from "./condition";

/** The kinds of events that tell of deeds. Of clicks only those of people are one. */
export const EVENT_BY_BEHAVIOR = {
  got_mail: "mail_sent",
  clicked_mail: "mail_clicked",
  signed_up: "sign_up_confirmed",
  asked_to_be_told: "notify_me_requested",
} as const satisfies Partial<Record<Behavior, string>>;

/** The kind of event that tells of a deed; `null`: it is read elsewhere. */
export const getEventKind = (deed: Behavior): string | null =>
  deed in EVENT_BY_BEHAVIOR ? EVENT_BY_BEHAVIOR[deed as keyof typeof EVENT_BY_BEHAVIOR] : null;
