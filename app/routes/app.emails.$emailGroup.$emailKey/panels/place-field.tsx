import { Select } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { Block } from "~/messages/blocks/block";
import { blocksAt, placeOf, type BlockPlace } from "~/messages/editing/block-place";
import type { Editor } from "../use-editor";

/** Moves a block into or out of a column, if the email has columns. */
export function PlaceField({ block, editor }: { block: Block; editor: Editor }) {
  const text = useText("email-editor");
  const { document, edit } = editor;
  const place = placeOf(document, block.id);
  const holders = document.blocks.flatMap((it) => (it.kind === "columns" ? [it] : []));
  if (!place || block.kind === "columns" || holders.length === 0) return null;
  const options = [
    { value: "", label: text("position.email"), within: null },
    ...holders.flatMap(({ id, columns }, n) =>
      columns.map((_, column) => ({
        value: `${id} ${column}`,
        label: text(holders.length > 1 ? "position.columnOf" : "position.column", {
          number: column + 1,
          block: n + 1,
        }),
        within: { blockId: id, column },
      })),
    ),
  ];
  const endOf = (within: BlockPlace["within"]): BlockPlace => ({
    within,
    index: blocksAt(document, within).length,
  });
  return (
    <Select
      label={text("position")}
      options={options.map(({ value, label }) => ({ value, label }))}
      value={place.within === null ? "" : `${place.within.blockId} ${place.within.column}`}
      onChange={(value) => {
        const chosen = options.find((it) => it.value === value);
        if (chosen) edit({ kind: "move", blockId: block.id, to: endOf(chosen.within) });
      }}
    />
  );
}
