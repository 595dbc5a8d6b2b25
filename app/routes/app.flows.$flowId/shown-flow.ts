import type { FlowPageData } from "~/flows/flow-page.server";
import type { FlowMails } from "~/messages/editing/flow-mails.server";

/** A flow with what its mails say, and what new ones may begin as. */
export interface ShownFlow extends FlowPageData, FlowMails {}
