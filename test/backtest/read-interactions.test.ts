import { describe, expect, test } from "vitest";
import { createNames, readInteractions } from "../../scripts/backtest/readers/read-interactions";
import { writeInput } from "./run-backtest";

const read = (content: string) =>
  readInteractions(writeInput("i.tsv", content), createNames(), createNames());

describe("readInteractions", () => {
  test.each([
    "user\titem",
    "user_id\titem_id",
    "CustomerID\tsku",
    "uid\tiid\tts",
    "SessionId\tItemId\tTime",
    "who\twhat\tevent_time",
  ])("recognizes %j as a header", (header) => {
    const line = header.split("\t").length === 3 ? "a\tb\t5" : "a\tb";
    expect(read(`${header}\n${line}\n`).userOf).toHaveLength(1);
  });

  test.each(["user1\titem1", "customer_7\tx", "users of old\tx", "user\titem\t5"])(
    "reads %j as a user id",
    (line) => {
      expect(read(`${line}\n${line}\n`).userOf).toHaveLength(2);
    },
  );

  test.each(["a\tb\tNaN", "a\tb\t2020-01-01", "a\tb\t1,600"])(
    "refuses %j, also on the first line",
    (line) => {
      expect(() => read(`${line}\n`)).toThrow(/line 1, column 3: .* is no number/);
    },
  );
});
