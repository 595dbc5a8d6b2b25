import { ofProfile, toPlainRow, type PersonalData } from "~/privacy/personal-data";

export const feedbackPersonalData: PersonalData = {
  // Attributed and forecast amounts stay, as orders do.
  erase: () => Promise.resolve(),
  async export(db, person) {
    const [attributions, forecasts] = await Promise.all([
      db.attribution.findMany({ where: ofProfile(person) }),
      db.liftForecast.findMany({ where: ofProfile(person) }),
    ]);
    return {
      /** Which email an order is attributed to. */
      attributions: attributions.map(toPlainRow),
      /** Revenue expected at the first email of each flow or campaign. */
      forecasts: forecasts.map(toPlainRow),
    };
  },
};
