declare module "snappyjs" {
  export const uncompress: (compressed: Buffer, maxLength: number) => Buffer;
  export const compress: (uncompressed: Buffer) => Buffer;
}

/** zstddec's types need it; the types of Node 20 lack it. */
declare namespace WebAssembly {
  // biome-ignore lint/suspicious/noEmptyInterface: with the browser's own declaration it is one.
  interface WebAssemblyInstantiatedSource {}
}
