/**
 * Saves a text as a file of the reader's.
 * @param {string} name
 * @param {string} content
 */
export function save(name, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content, '\n'], { type: 'text/plain' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
