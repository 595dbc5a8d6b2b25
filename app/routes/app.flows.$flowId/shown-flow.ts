import type { FlowPageData } from "~/flows/page/flow-page.server";
import type { FlowEmails } from "~/messages/editing/flow-emails.server";

/** A flow with its emails' subjects, and templates for new ones. */
export interface ShownFlow extends FlowPageData, FlowEmails {}
