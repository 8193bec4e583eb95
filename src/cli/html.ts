const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or in an attribute between quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

/** Commands stand between backticks in the texts of errors. */
export function prose(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

/** A piece of a page whose texts are escaped. Only {@link html} and {@link proseHtml} make one. */
export class Html {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  toString(): string {
    return this.#source;
  }
}

type Part = Html | string | number | null | readonly Html[];

/** A template whose values are escaped unless they are {@link Html} themselves; null leaves nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    strings.map((text, index) => `${index === 0 ? '' : render(parts[index - 1] ?? null)}${text}`).join(''),
  );
}

/** {@link prose} as a piece of a page. */
export function proseHtml(text: string): Html {
  return new Html(prose(text));
}

function render(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part instanceof Html ? part.toString() : part.join('');
}
