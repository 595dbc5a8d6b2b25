import type { SettingsField, SettingsProblem } from "~/pages/settings/settings-form";
import type { Text } from "~/i18n/create-text";

/** What is wrong with a field and what to do; false: nothing. */
export function describeProblem(
  field: SettingsField,
  problem: SettingsProblem | undefined,
  text: Text<"settings">,
): string | false {
  switch (problem?.kind) {
    case undefined:
      return false;
    case "invalid":
      return text(`problem.${field}`);
    case "shared_domain":
      return text("sharedDomain", { domain: problem.domain });
    case "foreign_domain":
      return text("foreignDomain", { domain: problem.domain, owner: problem.owner });
  }
}
