import { Node } from "@tiptap/react";
import { readWholeValue } from "~/messages/merge/readable";
import styles from "./merge-chip.module.css";
import { MERGE_CHIP } from "./merge-chips";

/** A merge value in the text editor: one piece that is displayed by its name, and copied as it is stored. */
export const createMergeChip = (nameOf: (path: string) => string) =>
  Node.create({
    name: MERGE_CHIP,
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({
      source: {
        default: "",
        parseHTML: (element) => element.getAttribute("data-merge-value"),
        renderHTML: ({ source }) => ({ "data-merge-value": String(source) }),
      },
    }),
    parseHTML: () => [{ tag: "span[data-merge-value]" }],
    renderHTML: ({ HTMLAttributes, node }) => [
      "span",
      { ...HTMLAttributes, class: styles.chip },
      readWholeValue(String(node.attrs["source"]), nameOf),
    ],
    renderText: ({ node }) => String(node.attrs["source"]),
  });
