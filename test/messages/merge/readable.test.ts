import { expect, test } from "vitest";
import { readableMerge, readValue, readWithoutValues } from "~/messages/merge/readable";

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

test("a text is read as it is where its values are missing", () => {
  const reads = (text: string) => readWithoutValues(text, nameOf);
  expect(
    reads('{{ picks.title | append: ", and more from " | default: "News from " }}{{ shop }}'),
  ).toBe("News from [shop]");
  expect(reads('Hi{{ recipient.firstName | prepend: " " }}!')).toBe("Hi!");
});

test("a text without merge values stays as it is", () => {
  expect(readableMerge("Tea & {toast}", nameOf)).toBe("Tea & {toast}");
});
