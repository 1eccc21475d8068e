import type * as esm from "../dist/entry/library.js" with { "resolution-mode": "import" };

export type * from "../dist/entry/library.js" with { "resolution-mode": "import" };

export declare const startSms: typeof esm.startSms;
export declare const createSmsHelpers: typeof esm.createSmsHelpers;
export declare const InvalidEnvironment: typeof esm.InvalidEnvironment;
export type InvalidEnvironment = esm.InvalidEnvironment;
export declare const KafkaAway: typeof esm.KafkaAway;
export type KafkaAway = esm.KafkaAway;
export declare const TopicsMissing: typeof esm.TopicsMissing;
export type TopicsMissing = esm.TopicsMissing;
export declare const WrongHashKey: typeof esm.WrongHashKey;
export type WrongHashKey = esm.WrongHashKey;
export declare const EventsUnavailable: typeof esm.EventsUnavailable;
export type EventsUnavailable = esm.EventsUnavailable;
export declare const EventTooLarge: typeof esm.EventTooLarge;
export type EventTooLarge = esm.EventTooLarge;
export declare const JournalLost: typeof esm.JournalLost;
export type JournalLost = esm.JournalLost;
export declare const JournalUnavailable: typeof esm.JournalUnavailable;
export type JournalUnavailable = esm.JournalUnavailable;
export declare const SmsRefused: typeof esm.SmsRefused;
export type SmsRefused = esm.SmsRefused;
