import { summarizeSharing } from "~/predictions/shared-priors/sharing-schedule";
import { NOW } from "../../support/builders";

/** What the page shows of sharing in a shop that does not share. */
export const NOT_SHARING = {
  ...summarizeSharing({ isOn: false, losses: [], installedAt: NOW, otherShops: 0, now: NOW }),
  isSubmitting: false,
  onSwitch: () => undefined,
};
