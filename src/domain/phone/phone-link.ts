/** RFC 3966 (`tel:`), RFC 5724 (`sms:`, with `?body=`), Android's `smsto:`, and the form in which providers write WhatsApp numbers. */
const link = /^\s*(tel|sms|smsto|whatsapp):(?:\/\/)?([^?]*)(?:\?.*)?$/isu;

/** RFC 3966 §5.1.5: the digits that belong before a local number. */
const context = /^([^;]*);phone-context=(\+[\d().-]+)$/iu;

/** The number that a link leads to, and the link's scheme; the input itself where it is none. */
export const withoutLink = (input: string): { readonly number: string; readonly scheme: string | undefined } => {
  const [, scheme, rest] = link.exec(input) ?? [];
  if (scheme === undefined || rest === undefined) return { number: input, scheme: undefined };
  const plain = rest.replace(/%2b/giu, "+").replace(/%20/gu, " ");
  const [, local, global] = context.exec(plain) ?? [];
  const number = local === undefined || local.startsWith("+") ? (local ?? plain) : `${global}${local}`;
  return { number, scheme: scheme.toLowerCase() };
};
