/** The padding of what stands between cards: these touch the edges of a phone, and their content does not. */
export const IN_LINE_WITH_CARDS = { xs: "400", sm: "0" } as const;
