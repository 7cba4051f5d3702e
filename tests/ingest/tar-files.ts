import { Header, type HeaderData } from 'tar';

/** A tar of these files, in their order. */
export function tarOf(
  files: readonly (readonly [name: string, content: Buffer | string, type?: 'File' | 'SymbolicLink'])[],
): Buffer {
  const parts = files.flatMap(([path, content, type = 'File']) => {
    const data = Buffer.from(content);
    return [
      headerOf({ path, size: type === 'File' ? data.length : 0, type }),
      ...(type === 'File' ? [padded(data)] : []),
    ];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** A file with a name of any length, as GNU tar writes it. */
export function longNamed(name: string, content: string): Buffer {
  const path = Buffer.from(`${name}\0`);
  return Buffer.concat([
    headerOf({ path: '././@LongLink', size: path.length, type: 'NextFileHasLongPath' }),
    padded(path),
    headerOf({ path: name.slice(0, 90), size: content.length, type: 'File' }),
    padded(Buffer.from(content)),
  ]);
}

function headerOf(data: HeaderData): Buffer {
  const header = new Header({ mode: 0o644, mtime: new Date(0), ...data });
  header.encode();
  return header.block!;
}

function padded(data: Buffer): Buffer {
  return Buffer.concat([data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}
