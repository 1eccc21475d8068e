/** 3GPP TS 23.038 §6.2.1: the default alphabet, without ESC. */
const basic =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/** 3GPP TS 23.038 §6.2.1.1: the extension table; each costs an escape and a septet. */
const extension = "\f^{}\\[~]|€";

/** Septets per UTF-16 code unit: 1, 2, or 0 where GSM-7 has no such character. */
export const septetsOf: Uint8Array = (() => {
  const table = new Uint8Array(65_536);
  for (const character of basic) table[character.charCodeAt(0)] = 1;
  for (const character of extension) table[character.charCodeAt(0)] = 2;
  return table;
})();

/** Septets of a text, or undefined where it holds a character that GSM-7 lacks. */
export const septetCount = (text: string): number | undefined => {
  let septets = 0;
  for (let index = 0; index < text.length; index++) {
    const cost = septetsOf[text.charCodeAt(index)]!;
    if (cost === 0) return undefined;
    septets += cost;
  }
  return septets;
};

export const isGsm = (text: string): boolean => septetCount(text) !== undefined;
