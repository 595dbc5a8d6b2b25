/** The target of a figure. */
export interface Goal {
  readonly text: string;
  isMet(measured: number | string): boolean;
}

export function atLeast(bound: number): Goal {
  return { text: `≥ ${bound}`, isMet: (measured) => Number(measured) >= bound };
}

/** @param unit printed after the bound */
export function atMost(bound: number, unit = ""): Goal {
  const text = `≤ ${bound} ${unit}`.trimEnd();
  return { text, isMet: (measured) => Number(measured) <= bound };
}

export function exactly(value: number | string): Goal {
  return { text: String(value), isMet: (measured) => measured === value };
}

/** Within both bounds. */
export function between(min: number, max: number): Goal {
  return {
    text: `${min} to ${max}`,
    isMet: (measured) => Number(measured) >= min && Number(measured) <= max,
  };
}
