// Files as readers have them, made for the tests: Word, PDF, and broken ones.

import { crc32, deflateRawSync } from 'node:zlib';

/** A ZIP archive of these files, by their names. `lie` is added to the sizes that it tells. */
export function zip(files, { flags = 0 } = {}) {
  const [locals, entries] = [[], []];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const [path, packed] = [Buffer.from(name), deflateRawSync(content)];
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(flags, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(content.length, 18);
    head.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, path, packed]);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    locals.push(local);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), head, entry, path]));
    offset += local.length;
  }
  const list = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, list, Buffer.from('PK\x05\x06'), end]);
}

const named = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A Word file of these paragraphs. A paragraph may be parted into several runs, as Word does. */
export function docx(paragraphs, options) {
  const run = text => `<w:r><w:t xml:space="preserve">${named(text)}</w:t></w:r>`;
  const paragraph = text => `<w:p>${[].concat(text).map(run).join('')}</w:p>`;
  const body = paragraphs.map(paragraph).join('');
  const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;
  return zip({ '[Content_Types].xml': Buffer.from('<Types/>'), 'word/document.xml': Buffer.from(xml) }, options);
}

/** A PDF that asks for a password: the keys in it fit none. */
export function lockedPdf() {
  const key = '00'.repeat(32);
  return Buffer.from(`%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj
4 0 obj <</Filter /Standard /V 1 /R 2 /P -4 /O <${key}> /U <${key}>>> endobj
trailer <</Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] /Size 5>>
%%EOF
`);
}

/** A PDF with one line in Japanese, in a font that it names and says the letters of. */
export function japanesePdf(text) {
  const codes = [...text].map((letter, at) => [(at + 1).toString(16).padStart(4, '0'), letter.codePointAt(0).toString(16).padStart(4, '0')]);
  const map = `/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange
${codes.length} beginbfchar
${codes.map(([code, letter]) => `<${code}> <${letter}>`).join('\n')}
endbfchar endcmap end`;
  const shown = `BT /F 12 Tf 9 9 Td <${codes.map(([code]) => code).join('')}> Tj ET`;
  const stream = content => `<</Length ${content.length}>> stream\n${content}\nendstream`;
  const objects = [
    '<</Type /Catalog /Pages 2 0 R>>', '<</Type /Pages /Kids [3 0 R] /Count 1>>',
    '<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 30] /Resources <</Font <</F 4 0 R>>>> /Contents 7 0 R>>',
    '<</Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 6 0 R>>',
    '<</Type /Font /Subtype /CIDFontType2 /BaseFont /Some /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor 8 0 R>>',
    stream(map), stream(shown), '<</Type /FontDescriptor /FontName /Some /Flags 4 /FontBBox [0 0 9 9] /ItalicAngle 0 /Ascent 9 /Descent 0 /CapHeight 9 /StemV 1>>',
  ];
  return Buffer.from(`%PDF-1.4\n${objects.map((object, at) => `${at + 1} 0 obj ${object} endobj\n`).join('')}trailer <</Root 1 0 R /Size ${objects.length + 1}>>\n%%EOF\n`);
}
