import { expect, test } from "vitest";
import { writeSection } from "../../scripts/bench/table";

test("aligns numbers right and text left, and puts notes below the table", () => {
  const section = writeSection({
    title: "Goals",
    intro: ["How to read it."],
    columns: ["", "ms", "others"],
    words: ["others"],
    rows: [
      ["fit", 1_234.567, "12 s"],
      ["answer", 2, ""],
    ],
    notes: ["One was missed."],
  });
  expect(section.split("\n")).toEqual([
    "## Goals",
    "",
    "How to read it.",
    "",
    "|        |       ms | others |",
    "| ------ | -------: | ------ |",
    "| fit    | 1,234.57 | 12 s   |",
    "| answer |        2 |        |",
    "",
    "One was missed.",
    "",
  ]);
});
