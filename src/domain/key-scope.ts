/** The rights that a key may have. */
export const keyScopes = ["send", "read", "otp", "admin"] as const;

export type KeyScope = (typeof keyScopes)[number];
