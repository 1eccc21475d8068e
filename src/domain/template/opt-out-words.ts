import { protectedSpans } from "../text/protected-spans.js";

/**
 * Recognises the words by which a promotional text says how to stop more of them. AWS honours STOP, STOPALL,
 * UNSUBSCRIBE, OPTOUT, OPT-OUT and ARRET among others
 * (https://docs.aws.amazon.com/sms-voice/latest/userguide/opt-out-list-keywords.html); France's operators take STOP
 * by a short number of five digits, 36xxx or 3xxxx (af2m, charte SMS+; arcep.fr). END, QUIT, CANCEL and REMOVE stand
 * in ordinary offers and prove nothing. A bare "stop" proves nothing either, unless a verb, number or purpose makes
 * it an offer.
 */
const edge = String.raw`(?<![\p{L}\p{M}\p{N}-])`;
const end = String.raw`(?![\p{L}\p{M}\p{N}-])`;
const latinEdge = String.raw`(?<![\p{sc=Latin}\p{N}-])`;
const latinEnd = String.raw`(?![\p{sc=Latin}\p{N}-])`;
const word = `${edge}(?:stopp?|arr[eê]t(?:er|ez)?)${end}`;
const quoted = String.raw`["'“”«»‘’*\s]*`;
const verbs =
  "reply|text|txt|send|sms|message|respond|answer|type|write|envoyez|envoyer|envoi|répondez|repondez|répondre|repondre|tapez|" +
  "rispondi|invia|scrivi|envía|envia|enviar|responda|responde|responder|antworten|antworte|sende|senden|svar|stuur|skicka";

const offers: readonly RegExp[] = [
  // Words that mean nothing else.
  new RegExp(
    String.raw`${edge}(?:unsubscribe|opt[ -]?out|stop[ -]?(?:all|sms|pub)|d[ée]sabonne\p{L}*|d[ée]sinscri\p{L}*)${end}`,
    "iu",
  ),
  // "Reply with STOP", "envoyez le mot STOP".
  new RegExp(
    String.raw`${edge}(?:${verbs})(?:\s+(?:with|us|back|me|par|con|mit|med|le|la|the|das|mot|word|wort|palabra|parola)){0,3}[:\s]${quoted}${word}`,
    "iu",
  ),
  // "STOP2END", "STOP to quit" in one word.
  new RegExp(`${edge}stop(?:2|to)(?:end|quit|stop|cancel|opt-?out|unsub(?:scribe)?)${end}`, "iu"),
  // "STOP36111", "STOP au 36111", "STOP: 36111", "STOP SMS au 36 111".
  new RegExp(
    String.raw`${edge}stop(?:\s*(?:sms|mms))?\s*(?:au|to|at|al|an|til|para|per|:|=|>|@)?\s*\+?\d(?:[ .]?\d){3,}`,
    "iu",
  ),
  // "STOP to end", "Stop for no more".
  new RegExp(
    String.raw`${word}${quoted}(?:to|for|pour|per|para|um)\s+(?:opt|end|stop|quit|cancel|unsub|no more|be removed|leave|ne plus|non|no|terminar|finir|abmelden)`,
    "iu",
  ),
  // Latin letters among those of another script: "STOP भेजें", "回复STOP退订".
  new RegExp(
    String.raw`(?:(?!\p{sc=Latin})\p{L}|\p{M})${quoted}STOP${latinEnd}|${latinEdge}STOP${quoted}(?!\p{sc=Latin})\p{L}`,
    "u",
  ),
];

/** Phrases of offers that hold the word. */
const phrases =
  /(?<![\p{L}\p{N}])(?:one|non|full|pit|bus|last|never|first|next|don['’]?t|can['’]?t|won['’]?t)[ -]stop|stop(?:[ -](?:shop|shopping|over|watch|motion|loss|gap|light|sign|by|press|in|at|and|the|your|this|it|me|us|now))(?![\p{L}])/giu;

const keyword = "(?:STOP|ARR[EÊ]T)";
/** At the end of a line, or in quotes or brackets; elsewhere it may be a call: "STOP! Big sale". */
const wordToSend = new RegExp(
  String.raw`${edge}${keyword}${end}(?=[\s"'”»’*)\].]*$)|["'“«‘*(\[]${keyword}["'”»’*)\]]`,
  "mu",
);

/** STOP in capitals in a text that has small letters too is a word to send. */
const isKeyword = (text: string): boolean => wordToSend.test(text.replace(phrases, " ")) && /\p{Ll}/u.test(text);

/** The text without addresses: `https://shop.example/stop` tells nobody how to stop anything. */
const withoutAddresses = (text: string): string =>
  protectedSpans(text)
    .filter(({ start, end: until }) => /[/@]|\p{L}\.\p{L}/u.test(text.slice(start, until)))
    .reduceRight((left, { start, end: until }) => `${left.slice(0, start)} ${left.slice(until)}`, text);

/** In UTF-16 units; no text that goes out is longer. The time that a search takes grows by the square of its text. */
const longest = 2_000;

/** True if a text says how to stop more of its kind; of one that is too long to go, its beginning is looked at. */
export const offersOptOut = (text: string): boolean => {
  const words = withoutAddresses(text.slice(0, longest));
  return offers.some((offer) => offer.test(words)) || isKeyword(words);
};
