import type { FlowPageData } from "~/flows/flow-page.server";
import type { FlowEmails } from "~/messages/editing/flow-emails.server";

/** A flow with what its emails say, and what new ones may begin as. */
export interface ShownFlow extends FlowPageData, FlowEmails {}
