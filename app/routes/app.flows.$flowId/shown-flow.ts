import type { FlowPageData } from "~/pages/flows/flow-page.server";
import type { FlowEmails } from "~/pages/flows/flow-emails.server";
import type { ForecastOutcome } from "~/pages/flows/flow-forecast-check.server";

/** A flow with its emails' subjects, and templates for new ones. */
export interface ShownFlow extends FlowPageData, FlowEmails {
  /** What was forecast before it was turned on, next to what it brought; null: there was no forecast. */
  readonly forecast: ForecastOutcome | null;
}
