import { ofCustomer, ofProfile, toPlainRow, type PersonalData } from "~/privacy/personal-data";

export const predictionsPersonalData: PersonalData = {
  async erase(tx, person, { at }) {
    await tx.prediction.deleteMany({ where: ofProfile(person) });
    await tx.customerField.updateMany({
      where: ofCustomer(person),
      data: { lastSyncedValue: "", isEnding: true },
    });
    // Also when no row was found: a run may be about to insert it, and must not go idle before it sees the erasure.
    await tx.fieldSync.updateMany({ where: { shopId: person.shopId }, data: { nextRunAt: at } });
  },
  async export(db, person) {
    const predictions = await db.prediction.findMany({ where: ofProfile(person) });
    return { predictions: predictions.map(toPlainRow) };
  },
};
