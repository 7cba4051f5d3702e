/** What is used here of libheif-js, which describes its C functions alone. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  interface HeifImage {
    is_primary(): boolean;
    get_width(): number;
    get_height(): number;
    /** Calls back with null where the image cannot be decoded. */
    display<Target extends { data: Uint8ClampedArray; width: number; height: number }>(
      target: Target,
      shown: (target: Target | null) => void,
    ): void;
  }

  export default function libheif(): {
    HeifDecoder: new () => { decode(bytes: Uint8Array): HeifImage[] };
  };
}

/** A global of every JavaScript engine that the types of Node leave to those of a browser. */
declare namespace WebAssembly {
  const Memory: { prototype: Memory };
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(this: Memory, pages: number): number;
  }
}
