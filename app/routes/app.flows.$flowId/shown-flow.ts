import type { FlowPageData } from "~/pages/flows/flow-page.server";
import type { FlowEmails } from "~/pages/flows/flow-emails.server";

/** A flow with its emails' subjects, and templates for new ones. */
export interface ShownFlow extends FlowPageData, FlowEmails {}
