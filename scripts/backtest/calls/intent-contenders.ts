import type { Snapshot } from "~/ml/customers/customer-features";
import { INTENT_RIVALS } from "~/predictions/contenders/intent-contenders";
import type { Measured } from "../call";

/** Each contender's forecasts for the test window, with what it chose and its time. */
export function forecastByContenders(earlier: readonly Snapshot[], held: Snapshot) {
  // The call forecasts by BG/NBD with or without contenders.
  return INTENT_RIVALS.filter(({ name }) => name !== "bg_nbd").map(({ name, forecast }) => {
    const before = process.cpuUsage();
    const { values, features, parameters, tried } = forecast({ held, earlier });
    const { user, system } = process.cpuUsage(before);
    const chosen: Measured = {
      features,
      ...parameters,
      tried,
      cpuSeconds: (user + system) / 1e6,
    };
    return { name, chances: values, chosen };
  });
}
