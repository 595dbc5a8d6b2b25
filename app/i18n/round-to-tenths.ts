/** For a number that decides a plural: what `{orders, plural, …}` counts is then what the reader sees, "1.2 orders". */
export const roundToTenths = (value: number): number => Math.round(value * 10) / 10;
