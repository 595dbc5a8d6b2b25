import { lazyPart } from "~/components/lazy/lazy-part";

/** The parts of the page that the merchant sees only after a click. The browser loads them after the page. */
export const loadLaterParts = () => import("./later-parts.client");

export const LaterTriggerForm = lazyPart(async () => ({
  default: (await loadLaterParts()).TriggerForm,
}));
export const LaterExitForm = lazyPart(async () => ({ default: (await loadLaterParts()).ExitForm }));
export const LaterStepFields = lazyPart(async () => ({
  default: (await loadLaterParts()).StepFields,
}));
export const LaterOutcome = lazyPart(async () => ({
  default: (await loadLaterParts()).SimulationOutcome,
}));
export const LaterWhyWords = lazyPart(async () => ({
  default: (await loadLaterParts()).WhyWords,
}));
export const LaterVersions = lazyPart(async () => ({
  default: (await loadLaterParts()).VersionList,
}));
export const LaterEntryConditions = lazyPart(async () => ({
  default: (await loadLaterParts()).EntryConditions,
}));
