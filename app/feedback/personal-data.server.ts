import { ofProfile, toPlainRow, type PersonalData } from "~/privacy/personal-data";

export const feedbackPersonalData: PersonalData = {
  // Attributed amounts stay, as orders do.
  erase: () => Promise.resolve(),
  async export(db, person) {
    const attributions = await db.attribution.findMany({ where: ofProfile(person) });
    /** Which email an order is attributed to. */
    return { attributions: attributions.map(toPlainRow) };
  },
};
