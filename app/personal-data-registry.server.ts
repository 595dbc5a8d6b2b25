import { campaignsPersonalData } from "./campaigns/personal-data.server";
import { deliveryPersonalData } from "./delivery/personal-data.server";
import { lockAllCursors } from "./events/event-store.server";
import { eventsPersonalData } from "./events/personal-data.server";
import { feedbackPersonalData } from "./feedback/personal-data.server";
import { flowsPersonalData } from "./flows/personal-data.server";
import { messagesPersonalData } from "./messages/personal-data.server";
import { outboxPersonalData } from "./outbox/personal-data.server";
import { predictionsPersonalData } from "./predictions/personal-data.server";
import type { PersonalDataRegistry } from "./privacy/personal-data";
import { findPerson } from "./profiles/find-person.server";
import { profilesPersonalData } from "./profiles/personal-data.server";
import { recommendationsPersonalData } from "./recommendations/models/personal-data.server";
import { segmentsPersonalData } from "./segments/personal-data.server";

/** A stage without personal data is absent; a test compares the tables with the schema. */
export const PERSONAL_DATA: PersonalDataRegistry = {
  lockWriters: lockAllCursors,
  findPerson,
  stages: [
    feedbackPersonalData,
    deliveryPersonalData,
    outboxPersonalData,
    messagesPersonalData,
    campaignsPersonalData,
    flowsPersonalData,
    segmentsPersonalData,
    recommendationsPersonalData,
    predictionsPersonalData,
    profilesPersonalData,
    eventsPersonalData,
  ],
};
