/** Prefix of the inbox topics and ids of the email provider's events. */
export const MAIL_TOPIC = "mail/";

export const isMailTopic = (topic: string): boolean => topic.startsWith(MAIL_TOPIC);
