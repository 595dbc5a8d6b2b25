import type { PlanProblem } from "~/campaigns/campaign";
import type { SubjectProblem } from "~/messages/document/check-subject";
import type { PreviewProblem } from "../emails/preview-email.server";

/** What keeps a campaign from being sent. Variants are numbered from 2; 1 is the campaign's own email. */
export type CampaignProblem =
  | { readonly code: PlanProblem | "no_recipients" | "own_subject" }
  /** A code of a delivery decision. */
  | { readonly code: "sender"; readonly reason: string }
  | { readonly code: "email"; readonly number: number; readonly problem: PreviewProblem }
  | { readonly code: "subject"; readonly number: number; readonly problem: SubjectProblem }
  | { readonly code: "email_deleted"; readonly number: number };

/** What the merchant should know before a campaign is sent. */
export type CampaignWarning =
  | { readonly code: "not_edited" }
  /** Emails that may be sent today, or this month. */
  | { readonly code: "warm_up" | "plan_limit"; readonly count: number }
  | { readonly code: "large"; readonly number: number; readonly kilobytes: number }
  /** Its texts speak of a sale, but no product is reduced: none of the store, or none of those it shows. */
  | { readonly code: "no_sale" | "no_sale_chosen"; readonly number: number }
  | { readonly code: "unpublished"; readonly number: number }
  | {
      readonly code: "names_missing";
      readonly count: number;
      readonly checked: number;
      /** Customer ids of some of them. */
      readonly examples: readonly string[];
    };
