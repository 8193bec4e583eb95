// Turns what a terminal shows, with its colours, into a small picture whose text stays text.
const ESCAPE = String.fromCharCode(27);
const SEQUENCE = new RegExp(`(${ESCAPE}\\[[\\d;]*m)`);
const LOOK = new RegExp(`^${ESCAPE}\\[([\\d;]*)m$`);
const COLOURS = { 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' };
const LINE = 19;
const CELL = 8.4;
const MARGIN = 18;
const TOP = 44;

const STYLE = `
.w{fill:#fbfcfd;stroke:#cfd6de}.t{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2328;white-space:pre}
.b{font-weight:700}.dim{fill:#656d76}.red{fill:#c92a2a}.green{fill:#1a7f37}.yellow{fill:#946800}.cyan{fill:#0b6f85}.c{fill:#d0d7de}
@media (prefers-color-scheme:dark){.w{fill:#161b22;stroke:#30363d}.t{fill:#e6edf3}.dim{fill:#8b949e}.red{fill:#ff7b72}.green{fill:#56d364}.yellow{fill:#e3b341}.cyan{fill:#76e3ea}.c{fill:#30363d}}`;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Splits a line with escape sequences into pieces of one look each; a look goes on until it is ended, over lines too. */
function piecesOf(line, state) {
  const pieces = [];
  for (const part of line.split(SEQUENCE)) {
    const codes = LOOK.exec(part);
    if (codes) state.look = codes[1].split(';').map(Number).reduce(changed, state.look);
    else if (part !== '') pieces.push({ text: part, look: state.look.join(' ') });
  }
  return pieces;
}

const WEIGHTS = { 1: 'b', 2: 'dim' };
const isWeight = (it) => it === 'b' || it === 'dim';

/** The look after one more code: 0 ends all, 22 ends bold and dim, 39 ends the colour. */
function changed(look, code) {
  if (code === 0) return [];
  if (code === 22) return look.filter((it) => !isWeight(it));
  if (code === 39) return look.filter(isWeight);
  const added = WEIGHTS[code] ?? COLOURS[code];
  return added ? [...look, added] : look;
}

/** @param screen what was printed; @param columns width of the terminal */
export function svgOf(title, screen, columns) {
  const lines = screen.replace(/\s+$/, '').split('\n');
  const width = Math.ceil(columns * CELL + 2 * MARGIN);
  const height = TOP + lines.length * LINE + MARGIN;
  const state = { look: [] };
  const texts = lines.map((line, row) => {
    const spans = piecesOf(line, state).map(({ text, look }) => {
      return look ? `<tspan class="${look}">${escaped(text)}</tspan>` : escaped(text);
    });
    return `<text class="t" x="${MARGIN}" y="${TOP + row * LINE + 12}" xml:space="preserve">${spans.join('')}</text>`;
  });
  const dots = [0, 1, 2].map((at) => `<circle class="c" cx="${MARGIN + 6 + at * 18}" cy="20" r="6"/>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t">
<title id="t">${escaped(title)}</title>
<style>${STYLE}</style>
<rect class="w" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10"/>
${dots}
${texts.join('\n')}
</svg>
`;
}
