import { expect, test } from "vitest";
import { writeSection } from "../../scripts/bench/table";

test("numbers stand flush right, words flush left, and notes follow the table", () => {
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
