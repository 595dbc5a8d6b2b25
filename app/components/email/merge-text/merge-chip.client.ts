import { Node } from "@tiptap/react";
import type { Text } from "~/i18n/create-text";
import { missingWords, readValue } from "~/messages/merge/readable";
import styles from "./merge-chip.module.css";
import { MERGE_CHIP } from "./merge-chips";

/** A merge value in the text editor: one piece that is displayed by its name, and copied as it is stored. */
export const createMergeChip = (nameOf: (path: string) => string, text: Text<"merge-values">) =>
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
    renderHTML: ({ HTMLAttributes, node }) => {
      const source = String(node.attrs["source"]);
      const words = missingWords(source);
      const title = words === "" ? {} : { title: text("chip.missing", { words }) };
      return [
        "span",
        { ...HTMLAttributes, ...title, class: styles.chip },
        readValue(source, nameOf),
      ];
    },
    renderText: ({ node }) => String(node.attrs["source"]),
  });
