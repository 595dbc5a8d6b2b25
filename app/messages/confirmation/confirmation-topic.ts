/** What a confirmed address is for. */
export type ConfirmationTopic = "marketing" | "back_in_stock" | "price_drop";
