import { expect, test } from "vitest";
import { readableMerge, readValue, readWholeValue } from "~/messages/merge/readable";

const nameOf = (path: string) => (path === "recipient.firstName" ? "First name" : path);

test("a merge value is read by its name, with the words that appear only together with it", () => {
  expect(readableMerge('Hi{{ recipient.firstName | prepend: ", " }}!', nameOf)).toBe(
    "Hi, [First name]!",
  );
  expect(readValue('{{recipient.firstName | upper | append: "様、"}}', nameOf)).toBe(
    "First name様、",
  );
  expect(readValue('{{ recipient.firstName | default: "there" }}', nameOf)).toBe("First name");
});

test("a merge value in the editor has the words that replace it where it is missing", () => {
  const whole = (filters: string) => readWholeValue(`{{ recipient.firstName${filters} }}`, nameOf);
  expect(whole(' | prepend: "For " | default: "For you"')).toBe("For First name / For you");
  expect(whole(' | prepend: " "')).toBe(" First name");
});

test("a text without merge values stays as it is", () => {
  expect(readableMerge("Tea & {toast}", nameOf)).toBe("Tea & {toast}");
});
