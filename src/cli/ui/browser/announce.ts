import { byId } from './dom.ts';
import { withCode } from './prose.ts';

const SHOWN_FOR = 8_000;

let hiding = 0;

/** Says it once, to the eye for a while and to a screen reader. */
export function announce(text: string, mood: 'good' | 'bad' = 'good'): void {
  const box = byId('announcement');
  box.replaceChildren(...withCode(text));
  box.className = `toast shown ${mood}`;
  clearTimeout(hiding);
  hiding = setTimeout(() => box.classList.remove('shown'), SHOWN_FOR);
}
