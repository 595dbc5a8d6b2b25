import type { FlowPage } from "~/flows/flow-page.server";

/** A flow with what its mails say. */
export interface ShownFlow extends FlowPage {
  /** Step id → the subject of its mail. */
  readonly subjects: Readonly<Record<string, string>>;
}
