/** Mails to who reported: the receipt, the decision. */
export const REPORTER_MAIL_TASK = 'moderation.reporter_mail';
/** Mails to the owners of a shop: a decision with its reasons, what became of an appeal, an end. */
export const DECISION_MAIL_TASK = 'moderation.decision_mail';
