import type { Tx } from "~/db.server";
import { restartTraining } from "~/jobs/training/training-store.server";
import { ofProfile, type Person, type PersonalData } from "~/privacy/personal-data";
import { dropOrderSequences } from "./model-store.server";
import { saveSessionModel } from "../sessions/session-store.server";

/**
 * A shop's models hold the sequences of its orders and visits, without names. After an erasure no model may hold the
 * person's: they are dropped at once, and the models are trained again without the person. Until then the counts of
 * products bought together rank the lists.
 */
export const recommendationsPersonalData: PersonalData = {
  async erase(tx, person, { at }) {
    if (!(await hasSequence(tx, person))) return;
    const { shopId } = person;
    await dropOrderSequences(tx, shopId);
    await saveSessionModel(tx, shopId, null, at);
    await restartTraining(tx, shopId, "recommendations", at);
  },
  // Orders and visits are exported by the stage that stores them.
  export: () => Promise.resolve({}),
};

async function hasSequence(tx: Tx, person: Person): Promise<boolean> {
  const where = ofProfile(person);
  return (
    (await tx.order.findFirst({ where, select: { orderId: true } })) !== null ||
    (await tx.visit.findFirst({ where, select: { visitorId: true } })) !== null
  );
}
