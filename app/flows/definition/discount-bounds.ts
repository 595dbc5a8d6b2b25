/** The values that a discount may have; both are whole numbers. */
export const DISCOUNT_BOUNDS = {
  percentOff: { min: 1, max: 90 },
  validDays: { min: 1, max: 90 },
} as const;
