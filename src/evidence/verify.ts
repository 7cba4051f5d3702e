import { PACK_FILES } from '../core/bounds.ts';
import { sha256Of } from '../runtime/sha256.ts';
import { brokenChain } from './chain.ts';
import { type ArchiveFile, writeArchive } from './archive.ts';
import { changedParts, type ChangedPart } from './changed-parts.ts';
import { EVENTS_NAME, MANIFEST_NAME, type PackManifest, readPackManifest } from './pack-manifest.ts';
import { filesByDirectory, filesByHeaders } from './read-archive.ts';

/** Something that is not as it was when the pack was made. */
interface PackFinding {
  /** The file in the pack that it is about; null where it is about the archive itself. */
  file: string | null;
  /** Place in the archive, in bytes from 0, where one can be told. */
  offset: number | null;
  /** One plain sentence. */
  what: string;
}

export interface PackVerification {
  /** Whether every byte is as it was, as far as a pack can tell by itself. */
  isWhole: boolean;
  /** Of the whole archive: to be compared with what was noted elsewhere. */
  sha256: string;
  /** Whether that was compared: without it, whoever rewrites everything consistently is not found out. */
  isAnchored: boolean;
  /** Null where it cannot be read. */
  manifest: Pick<PackManifest, 'createdAt' | 'madeBy'> | null;
  files: number;
  findings: PackFinding[];
}

const TOO_MANY: PackFinding = {
  file: null,
  offset: null,
  what: `The archive has more than ${PACK_FILES} files, which no pack has, so it was not looked into.`,
};

/**
 * Checks a pack by itself alone: the archive is taken apart, put together anew and compared byte by byte, each file with
 * the manifest's sha256, the events with their chain. A byte that changed is named: by its file where it is content, by
 * its place where it is the archive's own. Never throws.
 * @param expected sha256 of the whole archive as noted elsewhere, 64 hex digits; null where there is none
 */
export function verifyPack(archive: Uint8Array, expected: string | null): PackVerification {
  const sha256 = sha256Of(archive);
  const isAnchored = expected !== null;
  const files = bestReading(archive);
  if (files.length > PACK_FILES) {
    return { isWhole: false, sha256, isAnchored, manifest: null, files: files.length, findings: [TOO_MANY] };
  }
  const manifestBytes = files.find(({ name }) => name === MANIFEST_NAME)?.bytes ?? null;
  const manifest = manifestBytes && readPackManifest(manifestBytes);
  const changed = changedParts(archive, files);
  const findings = [
    ...(expected !== null && expected.toLowerCase() !== sha256 ? [otherArchive(sha256, expected)] : []),
    ...contentFindings(files, manifest, changed),
    ...changed.filter(({ kind }) => kind !== 'content').map(archiveFinding),
  ];
  return {
    isWhole: findings.length === 0,
    sha256,
    isAnchored,
    manifest: manifest && { createdAt: manifest.createdAt, madeBy: manifest.madeBy },
    files: files.length,
    findings,
  };
}

/**
 * The files by whichever of the two ways through the archive fits better: one changed byte spoils one of them at most.
 * Better is what has more files that the manifest knows, and then what makes an archive more like this one.
 */
function bestReading(archive: Uint8Array): ArchiveFile[] {
  const ways = [filesByHeaders(archive), filesByDirectory(archive)];
  const tooMany = ways.find((files) => files.length > PACK_FILES);
  if (tooMany) return tooMany;
  const readings = ways.map((files) => ({
    files,
    known: knownFiles(files),
    differences: differences(archive, writeArchive(files)),
  }));
  const [best] = readings.toSorted((a, b) => b.known - a.known || a.differences - b.differences);
  return best.files;
}

function knownFiles(files: readonly ArchiveFile[]): number {
  const manifestBytes = files.find(({ name }) => name === MANIFEST_NAME)?.bytes;
  const manifest = manifestBytes && readPackManifest(manifestBytes);
  const known = new Map(manifest?.files.map(({ name, sha256 }) => [name, sha256]));
  return files.filter(({ name, bytes }) => name === MANIFEST_NAME || known.get(name) === sha256Of(bytes))
    .length;
}

function differences(a: Uint8Array, b: Uint8Array): number {
  let count = Math.abs(a.length - b.length);
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) count++;
  return count;
}

/** What the manifest and the checksums of the archive say of the files' contents. */
function contentFindings(
  files: readonly ArchiveFile[],
  manifest: PackManifest | null,
  changed: readonly ChangedPart[],
): PackFinding[] {
  const byChecksum = new Map(
    changed.filter(({ kind }) => kind === 'content').map((part) => [part.file, part]),
  );
  const said = (file: string, what: string): PackFinding => ({
    file,
    offset: byChecksum.get(file)?.offset ?? null,
    what,
  });
  const manifestChanged = byChecksum.has(MANIFEST_NAME);
  if (manifest === null || manifestChanged) {
    const there = files.some(({ name }) => name === MANIFEST_NAME);
    // A manifest that changed says nothing of the others; what the archive's own checksums say stays.
    return [
      said(MANIFEST_NAME, there ? `${MANIFEST_NAME} was changed.` : `${MANIFEST_NAME} is not there.`),
      ...[...byChecksum.keys()]
        .filter((name): name is string => name !== null && name !== MANIFEST_NAME)
        .map((name) => said(name, `${name} was changed.`)),
    ];
  }
  const findings: PackFinding[] = [];
  const left = new Map(files.map((file) => [file.name, file]));
  left.delete(MANIFEST_NAME);
  for (const { name, bytes, sha256 } of manifest.files) {
    const file = left.get(name);
    left.delete(name);
    if (!file) findings.push(said(name, `${name} is not there.`));
    else if (sha256Of(file.bytes) !== sha256) {
      const size =
        file.bytes.length === bytes ? '' : ` It has ${file.bytes.length} bytes in place of ${bytes}.`;
      findings.push(said(name, `${name} was changed.${size}`));
    } else if (name === EVENTS_NAME) {
      const broken = brokenChain(new TextDecoder().decode(file.bytes), manifest.lastEvent);
      if (broken) findings.push(said(name, `${name}: event ${broken.n} does not hold: ${broken.why}.`));
    }
  }
  for (const name of left.keys()) findings.push(said(name, `${name} is not named in ${MANIFEST_NAME}.`));
  return findings;
}

const PART_WORDS: Record<ChangedPart['kind'], (file: string | null) => string> = {
  content: (file) => `the content of ${file}`,
  header: (file) => `the archive’s header of ${file}`,
  directory: (file) => `the archive’s directory, in the record of ${file}`,
  end: () => 'the archive’s end record',
  after: () => 'bytes after the archive’s end',
  missing: () => 'the archive is cut off',
};

function archiveFinding({ kind, file, offset }: ChangedPart): PackFinding {
  const where = PART_WORDS[kind](file);
  const verb = kind === 'after' ? 'There are ' : kind === 'missing' ? '' : 'Changed: ';
  const what = `${verb}${where}, at byte ${offset}.`;
  return { file, offset, what: what.charAt(0).toUpperCase() + what.slice(1) };
}

function otherArchive(sha256: string, expected: string): PackFinding {
  return {
    file: null,
    offset: null,
    what: `The pack’s sha256 is ${sha256}, and ${expected.toLowerCase()} was expected: it is not the pack that was noted.`,
  };
}
