/** Amazon SNS API reference, "CreateSMSSandboxPhoneNumber": the languages of the text with the code. */
export const sandboxLanguages: readonly string[] = [
  ...["de-DE", "en-GB", "en-US", "es-419", "es-ES", "fr-CA", "fr-FR", "it-IT", "ja-JP", "pt-BR", "zh-CN", "zh-TW"],
];
