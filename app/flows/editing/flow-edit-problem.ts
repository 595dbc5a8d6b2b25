import type { WebhookUrlProblem } from "~/flows/definition/webhook-url";
import type { FlowProblemFound } from "~/flows/checks/find-flow-problems.server";

/** Why a value of the flow form is invalid. */
export type FlowEditProblem =
  | {
      readonly code:
        | "whole_number"
        | "whole_number_or_blank"
        | "number"
        | "percentage"
        | "percentage_or_blank";
      readonly min: number;
      readonly max: number;
    }
  | {
      readonly code:
        | "too_long"
        | "text_length"
        | "property_name"
        | "custom_name"
        | "custom_name_or_blank"
        | "tag"
        | "wait"
        | "path_names";
      readonly max: number;
    }
  | {
      readonly code:
        | "hour"
        | "date"
        | "incomplete"
        | "not_a_number"
        | "option"
        | "segment"
        | "impossible_exit"
        | "path_count"
        | "path_shares"
        | "order"
        | WebhookUrlProblem;
    }
  | FlowProblemFound;

/** Field → problem. */
export type FlowEditProblems = Readonly<Record<string, FlowEditProblem>>;
