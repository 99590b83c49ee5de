// Authors' notes with everything in them that there can be, as the server sends
// them. No guide of our own is in such a state.

const file = 'content/software-engineering/platform-devops-infrastructure/infrastructure-engineer.md';
const edit = (line, column = 1) => `vscode://file/home/me/guides/${file}:${line}:${column}`;

export const margin = {
  file, edit: edit(1), draft: true, words: 1432, minutes: 8,
  sections: [
    { title: 'The Role in Practice', required: true, present: true, line: 20, edit: edit(20) },
    { title: 'Common Backgrounds', required: true, present: false, line: null, edit: null },
    { title: 'Adjacent Roles That Transition Most Naturally', required: true, present: true, line: 41, edit: edit(41) },
    { title: 'Further Reading', required: false, present: false, line: null, edit: null },
  ],
  diagnostics: [
    { severity: 'error', code: 'broken-link', message: 'no guide has the role `site-reliability-enginer`', help: 'did you mean `site-reliability-engineer`?', line: 14, column: 3, edit: edit(14, 3) },
    { severity: 'warning', code: 'missing-section', message: 'a guide should have the section `Common Backgrounds`', help: null, line: null, column: null, edit: null },
  ],
  moves_in: [
    { title: 'Systems Administrator', href: '../../../it-operations/systems-networks/systems-administrator/', declared: [{ file, line: 43, how: 'prose', edit: edit(43) }, { file: 'content/it-operations/systems-networks/systems-administrator.md', line: 12, how: 'front matter', edit: null }] },
    { title: 'Network Engineer', href: null, declared: [{ file, line: 45, how: 'prose', edit: edit(45) }] },
  ],
  moves_out: [],
  roles_not_linked: [{ title: 'DevOps Engineer', href: '../devops-engineer/', text: 'devops people', line: 23, edit: edit(23) }],
  skills_not_tagged: [{ title: 'Terraform', href: '/skills/terraform/', text: 'Terraform', line: 31, edit: edit(31) }, { title: 'COBOL', href: null, text: 'Cobol', line: 33, edit: null }],
  wanted: [{ title: 'Data Ethicist', line: 51, edit: edit(51) }],
};
