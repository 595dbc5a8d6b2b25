/** What the inbox's topics and ids of mail events begin with: they are the provider's, not Shopify's. */
export const MAIL_TOPIC = "mail/";

export const isMailTopic = (topic: string): boolean => topic.startsWith(MAIL_TOPIC);
