import type * as esm from "../dist/entry/library.js" with { "resolution-mode": "import" };

export type * from "../dist/entry/library.js" with { "resolution-mode": "import" };

export declare const startSms: typeof esm.startSms;
export declare const InvalidEnvironment: typeof esm.InvalidEnvironment;
export type InvalidEnvironment = esm.InvalidEnvironment;
