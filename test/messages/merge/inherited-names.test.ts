import { expect, test } from "vitest";
import { fillTarget } from "~/messages/compiling/fill-template";
import { someEmailValues } from "../../support/email-values";
import { readyEmail, viewOf } from "../../support/emails-by-react";

test.each([
  "constructor",
  "constructor.name",
  "__proto__",
  "__proto__.constructor.name",
  "toString",
])("an email shows nothing for %s, which every object inherits", (inherited) => {
  const path = ["meets", ...inherited.split(".")];
  const value = { kind: "value", path, filters: [], escape: "html" } as const;
  const show = { kind: "show", path, when: "present", parts: ["shown"] } as const;
  const repeat = { kind: "repeat", path, limit: null, parts: ["repeated"] } as const;
  const view = viewOf(readyEmail("cross-sell/email-1"), someEmailValues());
  expect(fillTarget(["<", value, show, repeat, ">"], view)).toBe("<>");
});
