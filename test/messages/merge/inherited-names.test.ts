import { expect, test } from "vitest";
import { fillTarget } from "~/messages/merge/fill-template";
import { someMailValues } from "../../support/mail-values";
import { readyMail, viewOf } from "../../support/mails-by-react";

test.each([
  "constructor",
  "constructor.name",
  "__proto__",
  "__proto__.constructor.name",
  "toString",
])("a mail finds nothing to show in %s, which every object has", (inherited) => {
  const path = ["meets", ...inherited.split(".")];
  const value = { kind: "value", path, filters: [], escape: "html" } as const;
  const show = { kind: "show", path, when: "present", parts: ["shown"] } as const;
  const repeat = { kind: "repeat", path, limit: null, parts: ["repeated"] } as const;
  const view = viewOf(readyMail("cross-sell/mail-1"), someMailValues());
  expect(fillTarget(["<", value, show, repeat, ">"], view)).toBe("<>");
});
