import type * as esm from "../dist/entry/events.js" with { "resolution-mode": "import" };

export type * from "../dist/entry/events.js" with { "resolution-mode": "import" };

export declare const campaignRequested: typeof esm.campaignRequested;
export declare const consentChanged: typeof esm.consentChanged;
export declare const deliveryCompleted: typeof esm.deliveryCompleted;
export declare const driverAssigned: typeof esm.driverAssigned;
export declare const orderCreated: typeof esm.orderCreated;
export declare const orderStatusChanged: typeof esm.orderStatusChanged;
export declare const otpRequested: typeof esm.otpRequested;
export declare const paymentConfirmed: typeof esm.paymentConfirmed;
export declare const smsReceipt: typeof esm.smsReceipt;
export declare const smsReceived: typeof esm.smsReceived;
export declare const smsRequested: typeof esm.smsRequested;
export declare const smsRequestedPromotional: typeof esm.smsRequestedPromotional;
export declare const failureReasons: typeof esm.failureReasons;
