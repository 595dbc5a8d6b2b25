import { forecastLifetime, type LifetimeCustomer, type LifetimeModel } from "./lifetime";

/** Horizon of the forecast that reduces the variance of measured lift, in weeks. */
const FORECAST_WEEKS = 30 / 7;

/**
 * What a customer is expected to spend in 30 days, in minor units: orders by BG/NBD times value by Gamma-Gamma.
 *
 * @param customer as known on the day of the forecast; null without an order
 */
export function forecastRevenue(
  model: Pick<LifetimeModel, "buying" | "spending">,
  customer: LifetimeCustomer | null,
): number {
  return customer === null ? 0 : forecastLifetime(model, customer, FORECAST_WEEKS).value;
}
