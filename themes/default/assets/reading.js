// The text of a file that a reader picks: plain text and Markdown, Word (.docx) and PDF.
// Files are told by what they hold and not by their names. Nothing is sent, and nothing
// is loaded but PDF.js 5.6.205, which is here as it was published, for a PDF.

/** Why a file cannot be read. @typedef {'large' | 'kind' | 'old' | 'locked' | 'broken' | 'scan' | 'empty'} Reason */

/** What is thrown where a file cannot be read. */
export class Unreadable extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

const MB = 1 << 20;
/** A larger file is no resume. */
const LARGEST = 10 * MB;
/** What a part of a Word file may unpack to: a few bytes can be made to fill any memory. */
const UNPACKED = 20 * MB;
/** Pages of a PDF that are read. */
const PAGES = 60;
/** Characters that are looked through. */
export const CHARACTERS = 1_000_000;

/**
 * @param {Blob} file
 * @returns {Promise<string>}
 * @throws {Unreadable}
 */
export async function read(file) {
  if (file.size > LARGEST) throw new Unreadable('large');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const begins = (/** @type {string} */ start) => [...start].every((sign, at) => bytes[at] === sign.charCodeAt(0));
  let text;
  if (begins('PK\x03\x04')) text = await word(bytes);
  // PDF readers take a file that begins with something else too.
  else if (String.fromCharCode(...bytes.subarray(0, 1024)).includes('%PDF-')) text = await pdf(bytes);
  // Word before 2007, and any Word file that has a password.
  else if (begins('\xd0\xcf\x11\xe0')) throw new Unreadable('old');
  else if (begins('{\\rtf')) throw new Unreadable('kind');
  else {
    text = decode(bytes);
    if (text.includes('\0')) throw new Unreadable('kind');
  }
  if (!/[\p{L}\p{N}]/u.test(text)) throw new Unreadable('empty');
  return text.slice(0, CHARACTERS);
}

/**
 * As the mark at its start says, else as UTF-8, else as Windows wrote it for long.
 * @param {Uint8Array} bytes
 */
function decode(bytes) {
  const [one, two] = bytes;
  if (one === 0xff && two === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (one === 0xfe && two === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * The text of a Word file, which is a ZIP archive of XML (ECMA-376).
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function word(bytes) {
  const xml = decode(await unpacked(bytes, 'word/document.xml'));
  // Word writes no document type, and entities could be made to unpack without end.
  if (xml.includes('<!DOCTYPE')) throw new Unreadable('broken');
  const parsed = new DOMParser().parseFromString(xml, 'application/xml');
  if (parsed.querySelector('parsererror')) throw new Unreadable('broken');
  return texts(parsed).join('').trim();
}

/**
 * @param {Node} node
 * @returns {string[]}
 */
function texts(node) {
  /** @type {string[]} */
  const found = [];
  // A stack of our own, because files can be nested deeper than calls can.
  /** @type {(Node | string)[]} */
  const stack = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next === 'string') {
      found.push(next);
      continue;
    }
    const name = next instanceof Element ? next.localName : '';
    if (name === 't') found.push(next.textContent ?? '');
    else if (name === 'tab') found.push('\t');
    else if (name === 'br' || name === 'cr') found.push('\n');
    // The same once more, for programs that do not know the first.
    else if (name === 'Fallback') continue;
    else {
      if (name === 'p') stack.push('\n');
      if (name === 'tc') stack.push('\t');
      for (let child = next.lastChild; child; child = child.previousSibling) stack.push(child);
    }
  }
  return found;
}

/**
 * A file of a ZIP archive (APPNOTE 6.3.10: 4.3.12 the list of files, 4.3.16 its end).
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} name
 * @returns {Promise<Uint8Array>}
 */
async function unpacked(bytes, name) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const short = (/** @type {number} */ at) => view.getUint16(at, true);
  const long = (/** @type {number} */ at) => view.getUint32(at, true);
  try {
    let end = bytes.length - 22;
    // A comment of up to 64 KB may follow.
    for (const first = Math.max(0, end - 0xffff); long(end) !== 0x06054b50; end--) if (end <= first) throw new Unreadable('broken');
    for (let at = long(end + 16), left = short(end + 10); left > 0; left--) {
      if (long(at) !== 0x02014b50) throw new Unreadable('broken');
      const length = short(at + 28);
      if (new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)) !== name) {
        at += 46 + length + short(at + 30) + short(at + 32);
        continue;
      }
      if (short(at + 8) & 1) throw new Unreadable('locked');
      const [method, size, local] = [short(at + 10), long(at + 20), long(at + 42)];
      const start = local + 30 + short(local + 26) + short(local + 28);
      const packed = bytes.subarray(start, start + size);
      if (method === 0) return packed;
      if (method !== 8) throw new Unreadable('broken');
      return await inflated(packed);
    }
  } catch (error) {
    // An offset beyond the end, or data that is none.
    throw error instanceof Unreadable ? error : new Unreadable('broken');
  }
  // Some other archive: a spreadsheet, Pages, a folder.
  throw new Unreadable('kind');
}

/** @param {Uint8Array<ArrayBuffer>} packed */
async function inflated(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const chunks = [];
  let size = 0;
  for (let { value } = await reader.read(); value; { value } = await reader.read()) {
    size += value.length;
    if (size > UNPACKED) {
      await reader.cancel();
      throw new Unreadable('large');
    }
    chunks.push(value);
  }
  const all = new Uint8Array(size);
  chunks.reduce((at, chunk) => (all.set(chunk, at), at + chunk.length), 0);
  return all;
}

/**
 * The text of a PDF. PDF.js would do its work in a worker, which has a policy of its
 * own; loaded first, the worker's module does it in this page, where the policy holds
 * that forbids connections.
 * @param {Uint8Array} data
 */
async function pdf(data) {
  // Names, so that type checking leaves out what is not ours.
  const [library, worker] = ['./pdfjs.js', './pdfjs-worker.js'];
  await import(worker);
  const { getDocument } = await import(library);
  const task = getDocument({
    data, isEvalSupported: false, useWasm: false, useWorkerFetch: false, disableFontFace: true, useSystemFonts: false, enableXfa: false, verbosity: 0,
  });
  try {
    const pages = await task.promise;
    const lines = [];
    for (let number = 1; number <= Math.min(pages.numPages, PAGES); number++) {
      const { items } = await (await pages.getPage(number)).getTextContent();
      for (const { str, hasEOL } of items) lines.push(str ?? '', hasEOL ? '\n' : '');
      lines.push('\n\n');
    }
    const text = lines.join('');
    if (!/[\p{L}\p{N}]/u.test(text)) throw new Unreadable('scan');
    return text;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(error instanceof Error && error.name === 'PasswordException' ? 'locked' : 'broken');
  } finally {
    await task.destroy();
  }
}
