import type * as esm from "../dist/entry/testing.js" with { "resolution-mode": "import" };

export type * from "../dist/entry/testing.js" with { "resolution-mode": "import" };

export declare const startSmsStage: typeof esm.startSmsStage;
export declare const StageError: typeof esm.StageError;
export type StageError = esm.StageError;
export declare const startSimulator: typeof esm.startSimulator;
export declare const MemoryEventBus: typeof esm.MemoryEventBus;
export type MemoryEventBus = esm.MemoryEventBus;
export declare const createMemoryJournal: typeof esm.createMemoryJournal;
export declare const createMemoryOtpStore: typeof esm.createMemoryOtpStore;
