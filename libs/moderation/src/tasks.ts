/** Mails to who reported: the receipt, the decision. */
export const REPORTER_MAIL_TASK = 'moderation.reporter_mail';
/** Closes the report that a take-down answers: planned with it, so that neither happens without the other. */
export const CLOSE_REPORT_TASK = 'moderation.close_report';
/** Mails to the owners of a shop: a decision with its reasons, what became of an appeal, an end. */
export const DECISION_MAIL_TASK = 'moderation.decision_mail';
