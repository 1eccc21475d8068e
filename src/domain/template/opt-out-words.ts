/**
 * Words by which a promotional text says how to stop more of them. AWS honours STOP, UNSUBSCRIBE, OPTOUT, OPT-OUT and
 * ARRET among others (https://docs.aws.amazon.com/sms-voice/latest/userguide/opt-out-list-keywords.html); END, QUIT,
 * CANCEL and REMOVE stand in ordinary offers and prove nothing.
 */
const words = /(?<![\p{L}\p{M}\p{N}-])(?:STOP|UNSUBSCRIBE|OPT[ -]?OUT|ARR[EÊ]T)(?![\p{L}\p{M}\p{N}])/iu;

/** Whether a text says how to stop more of its kind. */
export const offersOptOut = (text: string): boolean => words.test(text);
