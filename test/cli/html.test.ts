import { expect, test } from 'vitest';
import { html, proseHtml } from '../../src/cli/html.ts';

const HOSTILE = `"><script>alert('1')</script>&`;
const HARMLESS = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;';

test('texts are escaped, in elements and in attributes', () => {
  expect(String(html`<p title="${HOSTILE}">${HOSTILE}</p>`)).toBe(`<p title="${HARMLESS}">${HARMLESS}</p>`);
});

test('pieces of a page stand as they are, lists of them too; null leaves nothing', () => {
  const items = ['<a>', 'b'].map((text) => html`<li>${text}</li>`);
  expect(String(html`<ul>${items}</ul>${null}${3}`)).toBe('<ul><li>&lt;a&gt;</li><li>b</li></ul>3');
});

test('commands between backticks become code, and stay texts', () => {
  expect(String(proseHtml('Run `a <b>` now'))).toBe('Run <code>a &lt;b&gt;</code> now');
});
