export const FEED_SYNC_TASK = 'federation.sync';
export const FEED_MAIL_TASK = 'federation.mail';
