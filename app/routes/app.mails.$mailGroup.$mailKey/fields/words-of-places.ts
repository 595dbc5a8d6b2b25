/** Words of choices that more than one kind of block offers. */
export const ALIGN_WORDS = { start: "At the start", center: "Centred" } as const;
