/** Browser only: a module that the server imports dynamically would split its build. */
export { WhyWords } from "~/components/flows/why-words";
export { EntryConditions } from "./editor/entry-conditions";
export { ExitForm } from "./editor/exit-form";
export { StepFields } from "./editor/step-fields";
export { TriggerForm } from "./editor/trigger-form";
export { SimulationOutcome } from "./simulation-outcome";
export { VersionList } from "./version-list";
