import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const STORED = 0;

/** The parts of an XLSX file by their names: it is a ZIP of XML. */
export function xlsxParts(path: string): Map<string, string> {
  const file = readFileSync(path);
  let end = file.length - 22;
  while (end >= 0 && file.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error(`${path} is no ZIP`);
  const parts = new Map<string, string>();
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((each) => file.readUInt16LE(at + each));
    const local = file.readUInt32LE(at + 42);
    const begin = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const packed = file.subarray(begin, begin + size);
    const bytes = method === STORED ? packed : inflateRawSync(packed);
    parts.set(file.toString('utf8', at + 46, at + 46 + (name ?? 0)), bytes.toString('utf8'));
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return parts;
}

/** The rows of a sheet as a person reads them. */
export function xlsxRows(path: string, sheet = 'xl/worksheets/sheet1.xml'): string[][] {
  const parts = xlsxParts(path);
  const shared = [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)];
  const words = shared.map(([, item]) => (item ?? '').replace(/<[^>]*>/g, ''));
  const rows = [...(parts.get(sheet) ?? '').matchAll(/<row [^>]*>(.*?)<\/row>/gs)];
  return rows.map(([, row]) =>
    [...(row ?? '').matchAll(/<c [^>]*?(t="s")?\s*(?:\/>|>(.*?)<\/c>)/gs)].map(([, text, cell]) => {
      const value = /<v>(.*?)<\/v>/s.exec(cell ?? '')?.[1] ?? '';
      return text ? (words[Number(value)] ?? '') : value;
    }),
  );
}
