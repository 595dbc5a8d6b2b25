import type { MessageArms } from "~/experiments/choices/draw-message-arms.server";
import type { Block } from "../blocks/block";
import type { MailDocument } from "../document/mail-document";

/**
 * A mail with what was drawn for one recipient in the place of its own. A subject stands for the one in
 * the mail's own language: those of its translations stay, which nobody has written anew. A list stands
 * for that of each block whose products are made for the recipient.
 */
export function withArms(document: MailDocument, { subject, list }: MessageArms): MailDocument {
  const withList = <B extends Block>(block: B): B => {
    const hasList = block.kind === "product" || block.kind === "product-grid";
    if (list === null || !hasList || block.source.kind !== "list") return block;
    return { ...block, source: { kind: "list", list } };
  };
  const withLists = (block: Block): Block =>
    block.kind === "columns"
      ? { ...block, columns: block.columns.map((column) => column.map(withList)) }
      : withList(block);
  return {
    ...document,
    subject: subject ?? document.subject,
    blocks: document.blocks.map(withLists),
  };
}
